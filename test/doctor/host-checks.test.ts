import { expect, test } from "vitest"
import { hostChecks } from "../../src/doctor/checks.ts"
import { examine } from "../../src/doctor/examine.ts"
import { deployRecordSchema } from "../../src/host/deploy-record.ts"
import type { HostFacts } from "../../src/host/probe.ts"
import { unitStateSchema } from "../../src/host/probe-schema.ts"
import { store } from "../deploy/facts.ts"
import { hostSight, statsOf, wellSmi } from "./sights.ts"

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
  const rest = { "boot-id": boot, lock: undefined, unreadable: [] }
  return { deployments: { ...rest, records: known } }
}

function deployments(
  given: Partial<HostFacts["deployments"]>,
): Partial<HostFacts> {
  const none = { "boot-id": boot, lock: undefined, records: [], unreadable: [] }
  return { deployments: { ...none, ...given } }
}

const lock = { id: "x", reason: "", since: 1, who: "ada@control" }
const other = store("nixos-system-lithium-other")
const stopped = {
  answer: { because: "its unit does not run", how: "not-asked" } as const,
  state: unitStateSchema.parse({
    ActiveState: "inactive",
    unit: "comfyui.service",
  }),
}
const silent = { how: "silent", port: 8188, said: "refused" } as const

/** What is wrong → the one check that says so, and how. */
const cases: readonly (readonly [
  what: string,
  given: Parameters<typeof hostSight>[0],
  check: string,
  outcome: "bad" | "warn",
  says: string,
])[] = [
  [
    "another system",
    { facts: { nixos: false } },
    "system/nixos",
    "bad",
    "NixOS",
  ],
  [
    "an old Nix",
    { facts: { "nix-version": "nix (Nix) 2.11.1" } },
    "nix/version",
    "bad",
    "older than 2.18",
  ],
  [
    "no Nix",
    { facts: { "nix-version": undefined } },
    "nix/version",
    "bad",
    "doesn't tell",
  ],
  [
    "a dead daemon",
    { facts: { "store-info": undefined } },
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
    { facts: { "free.nix": 10_000_000 } },
    "disk/nix",
    "bad",
    "9 MiB are free",
  ],
  [
    "a nearly full /nix",
    { facts: { "free.nix": 10_000_000_000 } },
    "disk/nix",
    "warn",
    "nearly full",
  ],
  ["a full /boot", { facts: { "free.boot": 0 } }, "disk/boot", "bad", "0 MiB"],
  [
    "a system by others",
    { facts: { "host-file": undefined }, app: stopped },
    "system/deployed",
    "warn",
    "not made by sdops",
  ],
  ["a test", { facts: { profile: other } }, "system/profile", "bad", other],
  [
    "another boot default",
    { facts: { "boot-default": other } },
    "system/boot-default",
    "bad",
    other,
  ],
  [
    "another kernel",
    { facts: { "kernel-path.current": store("linux-6.18") } },
    "system/kernel",
    "warn",
    "another",
  ],
  [
    "a system that the store lost",
    { facts: { "store-valid": false } },
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
    "nixos-upgrade.service runs",
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
    "just now",
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
  [
    "no module",
    { module: "", smi: { exit: 9, output: "couldn't communicate" } },
    "gpu/module-loaded",
    "bad",
    "no NVIDIA module",
  ],
  [
    "a mismatch",
    {
      smi: {
        exit: 18,
        output:
          "Failed to initialize NVML: Driver/library version mismatch\n" +
          "NVML library version: 580.95",
      },
    },
    "gpu/driver-matches-library",
    "bad",
    "module 550.54.14 is loaded, the library is 580.95",
  ],
  [
    "an nvidia-smi that hangs",
    { smi: { exit: 124, output: "" } },
    "gpu/nvidia-smi",
    "bad",
    "hangs",
  ],
  [
    "no GPU",
    { smi: { exit: 6, output: "No devices were found" } },
    "gpu/nvidia-smi",
    "bad",
    "no-devices",
  ],
  [
    "another GPU",
    {
      smi: {
        ...wellSmi,
        output: wellSmi.output.replace("GTX 1060 6GB", "GTX 1080"),
      },
    },
    "gpu/model",
    "bad",
    "GTX 1080",
  ],
  [
    "another compute capability",
    { smi: { ...wellSmi, output: wellSmi.output.replace("6.1", "8.9") } },
    "gpu/compute-capability",
    "bad",
    "8.9",
  ],
  ["a stopped app", { app: stopped }, "app/unit", "bad", "is inactive"],
  ["a silent app", { app: { answer: silent } }, "app/api", "bad", "port 8188"],
  [
    "an app on the CPU",
    { app: { answer: statsOf("2.9.1", "cpu") } },
    "app/device",
    "bad",
    "computes on cpu",
  ],
  [
    "a torch that has left the GPU",
    { app: { answer: statsOf("2.11.0+cu130") } },
    "app/torch",
    "warn",
    "left 6.1",
  ],
]

test("a host that is as it should be has nothing but good findings", () => {
  const findings = examine(hostChecks, hostSight())
  expect(findings.filter(({ outcome }) => outcome !== "ok")).toEqual([])
  expect(findings).toHaveLength(hostChecks.length)
})

test.for(cases)("%s: %s says so alone", ([, given, check, outcome, says]) => {
  const findings = examine(hostChecks, hostSight(given))
  const wrong = findings.filter(({ outcome }) => /bad|warn/.test(outcome))
  expect(wrong).toEqual([expect.objectContaining({ check, outcome })])
  expect(wrong[0]?.finding).toContain(says)
  expect(wrong[0]?.means).not.toBe("")
  expect(wrong[0]?.cure.length).toBeGreaterThan(0)
})

test("a module that the system wasn't made with is found", () => {
  const sight = hostSight({ module: "570.1.1" })
  const driver = { ...sight.driver, library: "570.1.1" }
  const findings = examine(hostChecks, { ...sight, driver })
  const wrong = findings.filter(({ outcome }) => outcome === "bad")
  expect(wrong.map(({ check }) => check)).toEqual(["gpu/driver-of-system"])
})

test("a unit that the policy tolerates only warns", () => {
  const { policy } = hostSight().host
  const sight = hostSight({
    facts: { failed: ["smartd.service"] },
    host: { policy: { ...policy, "tolerated-units": ["smartd.service"] } },
  })
  const wrong = examine(hostChecks, sight).filter(({ cure }) => cure.length > 0)
  expect(wrong.map(({ outcome }) => outcome)).toEqual(["warn"])
})

test("a torch that doesn't name its CUDA is not judged", () => {
  const sight = hostSight({ app: { answer: statsOf("2.9.1") } })
  const found = examine(hostChecks, sight).find((f) => f.check === "app/torch")
  expect(found?.outcome).toBe("skip")
})

test("a host without an NVIDIA GPU is not asked for its driver", () => {
  const sight = hostSight({ host: { gpu: { vendor: "amd" } } })
  const groups = examine(hostChecks, sight).map(({ check }) => check)
  expect(groups.filter((id) => id.startsWith("gpu/"))).toEqual([])
})
