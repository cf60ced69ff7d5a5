import appState from "./apps/app-state.sh"
import apps from "./apps/apps.sh"
import aside from "./record/aside.sh"
import attend from "./nix/attend.sh"
import builders from "./builders/builders.sh"
import builderSsh from "./builders/builder-ssh.sh"
import asOwner from "./apps/as-owner.sh"
import askCaches from "./caches/ask-caches.sh"
import cgroup from "./supervisor/cgroup.sh"
import checkBuilder from "./builders/check-builder.sh"
import close from "./record/close.sh"
import closing from "./record/closing.sh"
import commit from "./supervisor/commit.sh"
import configuration from "./probe/configuration.sh"
import deadMan from "./supervisor/deadman.sh"
import contents from "./probe/contents.sh"
import driverHolders from "./driver/driver-holders.sh"
import driverModules from "./driver/driver-modules.sh"
import driverReload from "./driver/driver-reload.sh"
import driverUnits from "./driver/driver-units.sh"
import dryActivate from "./switch/dry-activate.sh"
import evaluate from "./nix/evaluate.sh"
import failedNodes from "./apps/failed-nodes.sh"
import failures from "./supervisor/failures.sh"
import flakeLock from "./nix/flake-lock.sh"
import folders from "./probe/folders.sh"
import follow from "./supervisor/follow.sh"
import gate from "./supervisor/gate.sh"
import gateGpu from "./supervisor/gate-gpu.sh"
import gateUnits from "./supervisor/gate-units.sh"
import gatherNodes from "./nodes/gather-nodes.sh"
import generation from "./probe/generation.sh"
import heavyOf from "./caches/heavy-of.sh"
import loader from "../../nix/modules/loader.sh"
import lock from "./record/lock.sh"
import machine from "./probe/machine.sh"
import mutex from "./record/mutex.sh"
import oldProof from "./supervisor/old-proof.sh"
import orderOf from "./record/order-of.sh"
import orderRecord from "./record/order-record.sh"
import prelude from "./prelude.sh"
import probe from "./probe/probe.sh"
import probeGpu from "./probe/probe-gpu.sh"
import probeUnits from "./probe/probe-units.sh"
import push from "./nix/push.sh"
import queue from "./apps/queue.sh"
import realise from "./nix/realise.sh"
import pushClosure from "./caches/push-closure.sh"
import rebuild from "./nix/rebuild.sh"
import record from "./record/record.sh"
import records from "./record/records.sh"
import recordFacts from "./record/record-facts.sh"
import resolveNodes from "./nodes/resolve-nodes.sh"
import rollback from "./supervisor/rollback.sh"
import scratch from "./supervisor/scratch.sh"
import signal from "./supervisor/signal.sh"
import smi from "./driver/smi.sh"
import start from "./supervisor/start.sh"
import supervise from "./supervisor/supervise.sh"
import switchLock from "./switch/switch-lock.sh"
import switching from "./switch/switch.sh"
import systems from "./probe/systems.sh"
import unitProcess from "./apps/unit-process.sh"
import wake from "./supervisor/wake.sh"
import verdict from "./supervisor/verdict.sh"
import wayBack from "./record/way-back.sh"
import within from "./supervisor/within.sh"

// Each script is its own last part behind the parts that it needs; the order
// is that of use.
const switches = [
  record,
  orderRecord,
  wayBack,
  lock,
  cgroup,
  scratch,
  wake,
  switchLock,
  switching,
  apps,
  asOwner,
  appState,
  queue,
  within,
  smi,
  contents,
  driverHolders,
  driverModules,
  driverUnits,
  driverReload,
  failures,
  gateGpu,
  gateUnits,
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
  contents,
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
