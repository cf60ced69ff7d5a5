import { setTimeout as pause } from "node:timers/promises"
import { driverModule, other as otherDriver, booted } from "../e2e/driver.ts"
import type { Held } from "../e2e/watched.ts"
import { deployed } from "../e2e/sdops.ts"
import { makeFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { waitFor } from "../lab/wait.ts"
import { candidate } from "./candidate.ts"
import { releaseOnceSaved } from "./jobs.ts"
import { on, type Place } from "./place.ts"
import type { FaultName } from "./table.ts"

/** A deployment that stands still at its point. */
export type Struck = {
  readonly held: Held
  readonly place: Place
  /** Lets the host, and sdops, go on from the point. */
  readonly goOn: () => Promise<void>
}

export type Fault = {
  /** What is wrong with the candidate, in Nix. */
  readonly nix?: string
  /** On top of the cell's own limits. */
  readonly limits?: Readonly<Record<string, string>>
  /** Before anything begins, where nothing is done at the point itself. */
  readonly prepare?: (host: LabHost) => Promise<unknown>
  readonly strike: (struck: Struck) => Promise<void>
}

/**
 * A minute of the real limits: half of what a host waits for contact. Longer
 * than three keepalives, shorter than the silence after which a supervisor
 * counts as dead.
 */
const minute = 5

/** Something that lasts while all else goes on. */
async function lasting({ goOn }: Struck): Promise<void> {
  await goOn()
  await pause(minute * 1000)
}

const supervisor = `"$(systemctl list-units --plain --no-legend \\
  'sdops-deploy-*.service' | cut -d ' ' -f 1)"`

const signal = (name: string, whom = "main") =>
  `systemctl kill --signal=${name} --kill-who=${whom} ${supervisor}`

/**
 * Leaves less room than anything needs, and no more than a few blocks. What
 * journald would throw away to make some goes first.
 */
const fill = (place: "/nix" | "/run") => `
  [ ${place} != /run ] || mount -o remount,size=64m /run
  journalctl --quiet --rotate --vacuum-size=1 2>/dev/null || true
  free=$(df --output=avail --block-size=1 ${place} | tail -n 1)
  fallocate -l $((free - 65536)) ${place}/fill || true
  cat /dev/zero >>${place}/fill 2>/dev/null || true; sync`

const gpuFaults = "/etc/sdlab/gpu/faults"

/** Another control machine deploys another change, beginning to end. */
async function deployBeside({ host }: Place): Promise<void> {
  await using theirs = await makeFleet([host], {
    files: { [`${host.name}/cell.nix`]: candidate("other") },
    more: { [host.name]: ["cell.nix"] },
  })
  await deployed(theirs, host.name)
}

/**
 * What nixos-rebuild does after its build: it sets the profile, then switches,
 * with the lock held while an app that it stops is drained.
 */
async function rebuildBeside({ host, other }: Place): Promise<void> {
  let over = false
  const switching = host
    .exec(
      `nix-env -p /nix/var/nix/profiles/system --set ${other}
      ${other}/bin/switch-to-configuration switch`,
      { deadline: 90 },
    )
    .finally(() => (over = true))
  // Looked at, never tried: a switch gives up where it doesn't get it at once.
  const held = `lock=/run/nixos/switch-to-configuration.lock
    [ -e $lock ] && grep -q ":$(stat -c %i $lock) " /proc/locks`
  const begun = async () => over || (await host.exec(held)).exit === 0
  await waitFor(begun, { deadline: 60, what: "a switch to have the lock" })
  await releaseOnceSaved(host)
  await switching
}

const nothing = async ({ goOn }: Struck) => goOn()

export const faults: Readonly<Record<FaultName, Fault>> = {
  "activation that hangs": {
    limits: { SDOPS_LIMIT_ACTIVATION: "3" },
    nix: 'system.activationScripts.hangs = "/usr/bin/sleep infinity";',
    strike: nothing,
  },
  "app never ready": {
    limits: { SDOPS_LIMIT_READY: "8" },
    nix: `imports = [ {
      systemd.services.comfyui.environment.SDLAB_COMFYUI_FAULTS =
        "/run/matrix/candidate";
    } ];`,
    prepare: (host) =>
      on(
        host,
        `mkdir /run/matrix/candidate
        echo 3600 >/run/matrix/candidate/slow-start`,
      ),
    strike: nothing,
  },
  "controller frozen a minute": {
    async strike(struck) {
      struck.held.signal("SIGSTOP")
      await lasting(struck)
    },
  },
  "controller killed": {
    async strike({ goOn, held }) {
      held.signal("SIGKILL")
      await goOn()
    },
  },
  "disk full": {
    async strike({ goOn, place: { host } }) {
      await on(host, fill("/nix"))
      await goOn()
    },
  },
  "network cut and healed": {
    // Shorter than the cut, so that a call that falls into it has failed.
    limits: { SDOPS_LIMIT_CONNECT: "2" },
    async strike(struck) {
      const { held, place } = struck
      await place.host.cut()
      held.release()
      await lasting(struck)
      await place.host.heal()
    },
  },
  "network cut for good": {
    async strike({ goOn, place: { host } }) {
      await host.cut()
      await goOn()
    },
  },
  "nvidia-smi that hangs": {
    limits: { SDOPS_LIMIT_DRIVER: "3" },
    async strike({ goOn, place: { host } }) {
      await on(host, `: >${gpuFaults}/smi-hangs`)
      await goOn()
    },
  },
  "plain nixos-rebuild": {
    async strike({ goOn, place }) {
      await rebuildBeside(place)
      await goOn()
    },
  },
  "power cut": {
    async strike({ place: { host } }) {
      await host.crash()
    },
  },
  "reboot by someone else": {
    async strike({ place: { host } }) {
      await host.reboot()
    },
  },
  "reload that hangs": {
    limits: { SDOPS_LIMIT_DRIVER: "3" },
    nix: `imports = [ (${driverModule(otherDriver)}) ];`,
    prepare: (host) => on(host, `echo ${booted} >${gpuFaults}/unload-hangs`),
    strike: nothing,
  },
  "second deployer": {
    async strike({ goOn, place }) {
      await releaseOnceSaved(place.host)
      await deployBeside(place)
      await goOn()
    },
  },
  "sshd dead": {
    async strike({ goOn, place: { host } }) {
      await on(
        host,
        `folder=/run/systemd/system/sshd.service.d
        mkdir -p $folder
        printf '[Unit]\\nConditionPathExists=/gone\\n' >$folder/dead.conf
        systemctl daemon-reload
        systemctl stop sshd.service
        pkill -KILL sshd || true`,
      )
      await goOn()
    },
  },
  "supervisor frozen and thawed": {
    async strike(struck) {
      const { host } = struck.place
      await on(host, signal("STOP", "all"))
      await lasting(struck)
      await on(host, signal("CONT", "all"))
    },
  },
  "supervisor frozen for good": {
    limits: { SDOPS_LIMIT_HEARTBEAT_EXPIRY: "5" },
    async strike({ goOn, place: { host } }) {
      await on(host, signal("STOP", "all"))
      await goOn()
    },
  },
  "supervisor killed": {
    async strike({ place: { host } }) {
      await on(host, signal("KILL"))
    },
  },
  "unit that fails": {
    async strike({ goOn, place: { host } }) {
      await host.exec("systemd-run --quiet --unit=matrix-fails false")
      const failed = async () =>
        (await host.exec("systemctl is-failed matrix-fails")).exit === 0
      await waitFor(failed, { deadline: 20, what: "a unit to fail" })
      await goOn()
    },
  },
  "/run full": {
    async strike({ goOn, place: { host } }) {
      await on(host, fill("/run"))
      await goOn()
    },
  },
}
