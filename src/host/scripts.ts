import appState from "./app-state.sh"
import apps from "./apps.sh"
import aside from "./aside.sh"
import attend from "./attend.sh"
import builders from "./builders.sh"
import builderSsh from "./builder-ssh.sh"
import asOwner from "./as-owner.sh"
import askCaches from "./ask-caches.sh"
import cgroup from "./cgroup.sh"
import checkBuilder from "./check-builder.sh"
import close from "./close.sh"
import closing from "./closing.sh"
import commit from "./commit.sh"
import configuration from "./configuration.sh"
import deadMan from "./deadman.sh"
import driverHolders from "./driver-holders.sh"
import driverModules from "./driver-modules.sh"
import driverReload from "./driver-reload.sh"
import driverUnits from "./driver-units.sh"
import dryActivate from "./dry-activate.sh"
import evaluate from "./evaluate.sh"
import failedNodes from "./failed-nodes.sh"
import failures from "./failures.sh"
import flakeLock from "./flake-lock.sh"
import folders from "./folders.sh"
import follow from "./follow.sh"
import gate from "./gate.sh"
import gatherNodes from "./gather-nodes.sh"
import generation from "./generation.sh"
import heavyOf from "./heavy-of.sh"
import loader from "../../nix/modules/loader.sh"
import lock from "./lock.sh"
import machine from "./machine.sh"
import mutex from "./mutex.sh"
import oldProof from "./old-proof.sh"
import orderOf from "./order-of.sh"
import orderRecord from "./order-record.sh"
import prelude from "./prelude.sh"
import probe from "./probe.sh"
import probeGpu from "./probe-gpu.sh"
import probeUnits from "./probe-units.sh"
import push from "./push.sh"
import queue from "./queue.sh"
import realise from "./realise.sh"
import pushClosure from "./push-closure.sh"
import rebuild from "./rebuild.sh"
import record from "./record.sh"
import records from "./records.sh"
import recordFacts from "./record-facts.sh"
import resolveNodes from "./resolve-nodes.sh"
import rollback from "./rollback.sh"
import scratch from "./scratch.sh"
import signal from "./signal.sh"
import smi from "./smi.sh"
import start from "./start.sh"
import supervise from "./supervise.sh"
import switchLock from "./switch-lock.sh"
import switching from "./switch.sh"
import systems from "./systems.sh"
import unitProcess from "./unit-process.sh"
import verdict from "./verdict.sh"
import wayBack from "./way-back.sh"
import within from "./within.sh"

// Each script is its own last part behind the parts that it needs; the order
// is that of use.
const switches = [
  record,
  orderRecord,
  wayBack,
  lock,
  cgroup,
  switchLock,
  switching,
  scratch,
  apps,
  asOwner,
  appState,
  queue,
  within,
  smi,
  driverHolders,
  driverModules,
  driverUnits,
  driverReload,
  failures,
  gate,
  verdict,
  oldProof,
  commit,
  rollback,
]

/** What the transient unit sdops-deploy-ID runs. */
export const supervisorScript = join(
  prelude,
  systems,
  loader,
  ...switches,
  supervise,
)

/** What the timer unit sdops-deadman-ID runs every few seconds. */
export const deadManScript = join(
  prelude,
  systems,
  loader,
  ...switches,
  deadMan,
)

// What looks after records that nobody owns any more.
const closes = [
  prelude,
  systems,
  loader,
  record,
  orderOf,
  aside,
  wayBack,
  lock,
  cgroup,
  mutex,
  closing,
  recordFacts,
]

export const startScript = join(...closes, orderRecord, start)
export const closeScript = join(...closes, close)
export const followScript = join(prelude, systems, record, cgroup, follow)
export const generationScript = join(prelude, systems, generation)
export const signalScript = join(
  prelude,
  systems,
  record,
  cgroup,
  mutex,
  signal,
)
export const recordsScript = join(
  prelude,
  systems,
  cgroup,
  orderOf,
  recordFacts,
  records,
)

export const probeScript = join(
  prelude,
  systems,
  loader,
  cgroup,
  orderOf,
  recordFacts,
  switchLock,
  probeUnits,
  driverHolders,
  probeGpu,
  probe,
)
export const foldersScript = join(prelude, folders)
export const failedNodesScript = join(prelude, cgroup, failedNodes)
export const unitProcessScript = join(prelude, cgroup, unitProcess)
export const machineScript = join(prelude, machine)
export const configurationScript = join(prelude, configuration)
export const pushScript = join(prelude, push)
export const askCachesScript = join(prelude, heavyOf, askCaches)
export const pushClosureScript = join(prelude, heavyOf, pushClosure)
export const flakeLockScript = join(prelude, flakeLock)
export const evaluateScript = join(prelude, evaluate)
export const gatherNodesScript = join(prelude, gatherNodes)
export const resolveNodesScript = join(prelude, resolveNodes)
export const rebuildScript = join(prelude, builderSsh, attend, rebuild)
export const realiseScript = join(prelude, builderSsh, attend, realise)
export const buildersScript = join(prelude, builderSsh, builders)
export const checkBuilderScript = join(prelude, builderSsh, checkBuilder)
export const dryActivateScript = join(
  prelude,
  systems,
  cgroup,
  orderOf,
  recordFacts,
  switchLock,
  dryActivate,
)

function join(...parts: readonly string[]): string {
  return parts.join("\n")
}
