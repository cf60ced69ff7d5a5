import { deployRecordSchema } from "../../src/host/record/deploy-record.ts"
import type { HostFacts } from "../../src/host/probe/probe.ts"
import { unitStateSchema } from "../../src/host/probe/probe-schema.ts"
import { noDeployments, store } from "../deploy/facts.ts"
import type { hostSight } from "./sights.ts"

const boot = "11111111-1111-4111-8111-111111111111"

/** Facts with one record, in that state. */
function records(state: string, alive = false): Partial<HostFacts> {
  const record = deployRecordSchema.parse({
    "boot-default": "",
    "boot-id": boot,
    booted: "",
    candidate: "",
    current: "",
    generation: "1",
    goal: "switch",
    id: "20260101000000-0a1b2c3d",
    nonce: "n",
    profile: "",
    seq: 1,
    since: 1,
    started: 1,
    state,
  })
  const known = [{ alive, record, tail: "the last line\n" }]
  return { deployments: { ...noDeployments, records: known } }
}

function deployments(
  given: Partial<HostFacts["deployments"]>,
): Partial<HostFacts> {
  return { deployments: { ...noDeployments, ...given } }
}

const lock = { id: "x", reason: "", since: 1, who: "ada@control" }
const other = store("nixos-system-lithium-other")
/** An app whose unit does not run. */
export const stopped = {
  answer: { because: "its unit is not running", how: "not-asked" } as const,
  state: unitStateSchema.parse({
    ActiveState: "inactive",
    unit: "comfyui.service",
  }),
}

/** What is wrong, its facts, the one check that says so, and how. */
export type HostFault = readonly [
  what: string,
  given: Parameters<typeof hostSight>[0],
  check: string,
  outcome: "bad" | "warn",
  says: string,
]

/** Of the system below the apps. */
export const hostFaults: readonly HostFault[] = [
  [
    "another system",
    { facts: { nixos: false } },
    "system/nixos",
    "bad",
    "NixOS",
  ],
  [
    "an old Nix",
    { facts: { nixVersion: "nix (Nix) 2.11.1" } },
    "nix/version",
    "bad",
    "older than 2.18",
  ],
  [
    "no Nix",
    { facts: { nixVersion: undefined } },
    "nix/version",
    "bad",
    "doesn't report",
  ],
  [
    "a dead daemon",
    { facts: { storeInfo: undefined } },
    "nix/daemon",
    "bad",
    "doesn't answer",
  ],
  [
    "no trust",
    { facts: { trusted: false } },
    "nix/trusted",
    "bad",
    "doesn't trust root",
  ],
  [
    "flakes off",
    { nix: { features: ["nix-command"] } },
    "nix/flakes",
    "warn",
    "not enabled",
  ],
  [
    "a cache that isn't asked",
    { nix: { substituters: [] } },
    "nix/caches",
    "warn",
    "https://cache.example.org",
  ],
  [
    "a key that isn't trusted",
    { nix: { keys: [] } },
    "nix/cache-keys",
    "warn",
    "cache.example.org-1",
  ],
  [
    "a full /nix",
    { facts: { freeNix: 10_000_000 } },
    "disk/nix",
    "bad",
    "9 MiB free",
  ],
  [
    "a nearly full /nix",
    { facts: { freeNix: 10_000_000_000 } },
    "disk/nix",
    "warn",
    "nearly full",
  ],
  ["a full /boot", { facts: { freeBoot: 0 } }, "disk/boot", "bad", "0 MiB"],
  [
    "a system by others",
    { facts: { hostFile: undefined }, app: stopped },
    "system/deployed",
    "warn",
    "not built by sdops",
  ],
  ["a test", { facts: { profile: other } }, "system/profile", "bad", other],
  [
    "another boot default",
    { facts: { bootDefault: other } },
    "system/boot-default",
    "bad",
    other,
  ],
  [
    "another kernel",
    { facts: { kernelPathCurrent: store("linux-6.18") } },
    "system/kernel",
    "warn",
    "another",
  ],
  [
    "a system that the store lost",
    { facts: { storeValid: false } },
    "system/store",
    "bad",
    "not valid",
  ],
  [
    "a failed unit",
    { facts: { failed: ["smartd.service"] } },
    "system/units",
    "bad",
    "smartd.service",
  ],
  [
    "an upgrade that runs",
    { facts: { busy: ["nixos-upgrade.service"] } },
    "system/busy",
    "warn",
    "nixos-upgrade.service is running",
  ],
  [
    "a deployment without an owner",
    { facts: records("gating") },
    "system/deployment",
    "bad",
    "was left gating",
  ],
  [
    "a deployment that runs",
    { facts: records("gating", true) },
    "system/deployment",
    "warn",
    "is being deployed (20260101000000-0a1b2c3d, stage gate, by",
  ],
  [
    "a record that can't be read",
    { facts: deployments({ unreadable: [{ alive: false, id: "d-1234" }] }) },
    "system/deployment",
    "bad",
    "unreadable records: d-1234",
  ],
  [
    "a lock that says nothing",
    { facts: deployments({ lockUnreadable: true }) },
    "system/lock",
    "bad",
    "doesn't say who holds it",
  ],
  [
    "a stranded deployment",
    { facts: records("stranded") },
    "system/deployment",
    "bad",
    "stranded",
  ],
  [
    "a lock that was left",
    { facts: deployments({ lock }) },
    "system/lock",
    "bad",
    "ada@control left",
  ],
]
