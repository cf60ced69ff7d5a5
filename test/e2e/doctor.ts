import { doctorResult, type Examination } from "../../src/doctor/result.ts"
import type { FleetEdits, LabFleet } from "../lab/fleet.ts"
import { sdops, type SdopsRun } from "./sdops.ts"

export type Examined = Examination & {
  readonly run: SdopsRun
  /** `<check> <outcome>` of what isn't ok or skipped. */
  readonly wrong: readonly string[]
}

/** Runs `sdops doctor --json`, with short deadlines. */
export async function doctor(
  fleet: Pick<LabFleet, "environment">,
  words: readonly string[] = [],
  environment: Readonly<Record<string, string>> = {},
): Promise<Examined> {
  const limits = { SDOPS_LIMIT_ANSWER: "3", SDOPS_LIMIT_CONNECT: "4" }
  const run = await sdops(fleet, ["doctor", "--json", ...words], {
    environment: { ...limits, ...environment },
  })
  const result = doctorResult.parse(JSON.parse(run.stdout))
  if ("explained" in result) throw new Error("nothing was looked at")
  const { control, hosts } = result
  const all = [...control, ...hosts.flatMap(({ findings }) => findings)]
  const wrong = all
    .filter(({ outcome }) => outcome === "bad" || outcome === "warn")
    .map(({ check, outcome }) => `${check} ${outcome}`)
  return { ...result, run, wrong }
}

const module = "for f in /run/sdlab-gpu/nvidia /sys/module/nvidia/version; do"
const id = "20990101000000-0a1b2c3d"
const records = "/nix/var/sdops/deploys"
const loader = "/boot/loader/loader.conf"
const profiles = "/nix/var/nix/profiles"
const pid = "$(systemctl show -P MainPID comfyui.service)"
const gpuFaults = "/etc/sdlab/gpu/faults"
const busyUnit = "nixos-rebuild-switch-to-configuration.service"

/** What is broken on a host, by a script; and how it is mended. */
export const hostFaults: readonly (readonly [
  check: string,
  what: string,
  script: string,
  mend: string,
])[] = [
  [
    "gpu/driver-matches-library bad",
    "another module than the library",
    `cp /sys/module/nvidia/version /tmp/v; ${module} echo 550.54.14 >$f; done`,
    `${module} cat /tmp/v >$f; done`,
  ],
  [
    "gpu/module-loaded bad",
    "a module that was unloaded",
    `mkdir /run/away; mv /run/sdlab-gpu/nvidia /run/away
    mv /sys/module/nvidia /sys/module/away
    mv /proc/driver/nvidia/version /proc/driver/nvidia/away`,
    `mv /run/away/nvidia /run/sdlab-gpu; rmdir /run/away
    mv /sys/module/away /sys/module/nvidia
    mv /proc/driver/nvidia/away /proc/driver/nvidia/version`,
  ],
  [
    "gpu/nvidia-smi bad",
    "an nvidia-smi that hangs",
    `mkdir -p ${gpuFaults}; : >${gpuFaults}/smi-hangs`,
    `rm ${gpuFaults}/smi-hangs`,
  ],
  [
    "app/unit bad",
    "a stopped app",
    "systemctl stop comfyui.service",
    "systemctl start comfyui.service",
  ],
  [
    "app/api bad",
    "an app that stands still",
    `kill -STOP ${pid}`,
    `kill -CONT ${pid}`,
  ],
  [
    "system/units bad",
    "a failed unit",
    "systemd-run -q --unit=moose -p RemainAfterExit=no --wait false || true",
    "systemctl reset-failed moose.service",
  ],
  [
    "system/busy warn",
    "a switch by somebody else",
    `systemd-run -q --unit=${busyUnit} sleep 600`,
    `systemctl stop ${busyUnit}`,
  ],
  [
    "system/profile bad",
    "a profile that doesn't run",
    `ln -sfn system-1-link ${profiles}/system`,
    `ln -sfn system-2-link ${profiles}/system`,
  ],
  [
    "system/boot-default bad",
    "another boot default",
    `cp ${loader} /tmp/l; sed -i 's/-[0-9]*.conf/-1.conf/' ${loader}`,
    `cp /tmp/l ${loader}`,
  ],
  [
    "system/deployment bad",
    "a deployment that nobody owns",
    `cd ${records}; cp -r "$(ls | head -n 1)" ${id}
    sed -i -e 's/^state=.*/state=gating/' -e 's/^id=.*/id=${id}/' \
      -e 's/^started=.*/started=4070908800/' ${id}/record`,
    `rm -r ${records}/${id}`,
  ],
  [
    "system/lock bad",
    "a lock that was left",
    `mkdir /nix/var/sdops/lock
    printf 'id=x\\nsince=1\\nwho=ada\\nreason=tea\\n' \
      >/nix/var/sdops/lock/holder`,
    "rm -r /nix/var/sdops/lock",
  ],
  [
    "gpu/throttling warn",
    "a GPU that is too hot",
    "echo Active >/etc/sdlab/gpu/hw_thermal_slowdown",
    "rm /etc/sdlab/gpu/hw_thermal_slowdown",
  ],
  [
    "gpu/memory bad",
    "memory of a GPU that can't be replaced",
    "echo Yes >/etc/sdlab/gpu/remapped_rows.failure",
    "rm /etc/sdlab/gpu/remapped_rows.failure",
  ],
  [
    "system/deployers warn",
    "an upgrade by the clock",
    `systemd-run -q --unit=nixos-upgrade --on-active=1d true`,
    "systemctl stop nixos-upgrade.timer",
  ],
  [
    "nix/daemon bad",
    "a dead Nix daemon",
    "systemctl stop nix-daemon.socket nix-daemon.service",
    "systemctl start nix-daemon.socket",
  ],
]

const otherKey =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGu+J6qG4pWmEwq0dPp1uU0oM3JxYQ4mFqTzq3uZ1b2c"
const cacheKey =
  "cache.example.org-1:74DUi4Ye579gUqzH4ziL9IyiJBlDpMRn9MBN8oNan9M="

/** The checks that must say it, and what is merged into the inventory. */
export const inventoryFaults: readonly (readonly [
  checks: string,
  what: string,
  host: Readonly<Record<string, unknown>>,
  fleet?: FleetEdits["fleet"],
])[] = [
  [
    // The rehearsal's ssh_config names a key for the host's address only.
    "control/keys bad, reach/dns bad",
    "a name that nobody has",
    { address: "moose.invalid" },
  ],
  ["reach/host-key bad", "another host key", { "host-key": otherKey }],
  ["reach/authentication bad", "a user without our key", { user: "nobody" }],
  ["reach/elevation bad", "a lost password", { "sudo-password": "env:MOOSE" }],
  ["gpu/model bad", "another GPU", { gpu: { model: "GeForce RTX 4090" } }],
  [
    "gpu/compute-capability bad",
    "another capability",
    { gpu: { "compute-capability": "8.9" } },
  ],
  ["inventory/complete bad", "no modules", { modules: [] }],
  [
    "nix/caches warn, nix/cache-keys warn",
    "a cache that isn't deployed yet",
    {},
    { caches: [{ key: cacheKey, url: "https://cache.example.org" }] },
  ],
]
