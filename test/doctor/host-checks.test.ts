import { describe, expect, test } from "vitest"
import { hostChecks } from "../../src/doctor/checks.ts"
import { examine } from "../../src/doctor/examine.ts"
import { unitStateSchema } from "../../src/host/probe/probe-schema.ts"
import { appFaults } from "./app-faults.ts"
import { deviceFaults } from "./device-faults.ts"
import { smiFaults } from "./smi-faults.ts"
import { darkGpus, healthFaults } from "./health-faults.ts"
import { hostFaults } from "./host-faults.ts"
import { serviceFaults } from "./service-faults.ts"
import { hostSight, listening, statsOf } from "./sights.ts"
import { upkeepFaults } from "./upkeep-faults.ts"

test("a host that is as it should be has nothing but good findings", () => {
  const findings = examine(hostChecks, hostSight())
  expect(findings.filter(({ outcome }) => outcome !== "ok")).toEqual([])
  expect(findings).toHaveLength(hostChecks.length)
})

const faults = [
  ...hostFaults,
  ...healthFaults,
  ...appFaults,
  ...deviceFaults,
  ...serviceFaults,
  ...smiFaults,
  ...upkeepFaults,
]

test.for(faults)("%s: %s says so alone", ([, given, check, outcome, says]) => {
  const findings = examine(hostChecks, hostSight(given))
  const wrong = findings.filter(({ outcome }) => /bad|warn/.test(outcome))
  expect(wrong).toEqual([expect.objectContaining({ check, outcome })])
  expect(wrong[0]?.finding).toContain(says)
  expect(wrong[0]?.means).not.toBe("")
  expect(wrong[0]?.cure.length).toBeGreaterThan(0)
})

test.for(darkGpus)(
  "%s is told in the kernel's words",
  ([, given, check, says]) => {
    const findings = examine(hostChecks, hostSight(given))
    const wrong = findings.find(({ check: id }) => id === check)
    expect(wrong).toMatchObject({ outcome: "bad" })
    expect(wrong?.finding).toContain(says)
    expect(wrong?.evidence).not.toEqual([])
  },
)

test("a locked kernel is named where no module is loaded", () => {
  const sight = hostSight({ health: { lockdown: true, secureBoot: true } })
  const driver = { ...sight.driver, module: undefined }
  const findings = examine(hostChecks, { ...sight, driver })
  const wrong = findings.filter(({ outcome }) => outcome === "bad")
  expect(wrong.map(({ check }) => check)).toEqual([
    "gpu/secure-boot",
    "gpu/module-loaded",
  ])
  expect(wrong[0]?.finding).toContain("Secure Boot")
})

test("a module that the system wasn't made with is found", () => {
  const sight = hostSight({ module: "570.1.1" })
  const driver = { ...sight.driver, library: "570.1.1" }
  const findings = examine(hostChecks, { ...sight, driver })
  const wrong = findings.filter(({ outcome }) => outcome === "bad")
  expect(wrong.map(({ check }) => check)).toEqual(["gpu/driver-of-system"])
})

describe("a driver that doesn't know the GPU is found", () => {
  const silent = { exit: 6, output: "No devices were found" }
  const wrong = (driver: object) => {
    const sight = hostSight({ smi: silent })
    const told = { ...sight.driver, ...driver }
    return examine(hostChecks, { ...sight, driver: told }).find(
      ({ check }) => check === "gpu/generation",
    )
  }

  test("by its version", () => {
    expect(wrong({ module: "595.84" })).toMatchObject({
      finding: "driver 595.84 no longer supports pascal; use legacy_580",
      outcome: "bad",
    })
  })

  test("by its open kernel module", () => {
    expect(wrong({ open: true })).toMatchObject({
      finding:
        "pascal needs the closed kernel module, but the open one is loaded",
      outcome: "bad",
    })
  })

  test("and one that does is not", () => {
    expect(wrong({ module: "580.173.02", open: false })).toMatchObject({
      outcome: "ok",
    })
  })
})

test("a unit that the policy tolerates only warns", () => {
  const { policy } = hostSight().host
  const sight = hostSight({
    facts: { failed: ["smartd.service"] },
    host: { policy: { ...policy, toleratedUnits: ["smartd.service"] } },
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

const gigabyte = 1_000_000_000
const never = { collected: undefined, folders: [], links: 0, timers: [] }

test.for([
  ["is roomy", { facts: { freeNix: 400 * gigabyte } }],
  ["is large", { facts: { freeNix: 300 * gigabyte, sizeNix: 4e12 } }],
  [
    "collects by the clock",
    { garbage: { ...never, timers: ["nix-gc.timer"] } },
  ],
  ["collects when it is full", { nix: { collects: true } }],
  ["was collected lately", { garbage: { ...never, collected: 2 } }],
  ["doesn't tell its size", { facts: { sizeNix: undefined } }],
] as const)("a disk that %s needs no advice", ([, given]) => {
  const {
    facts = {},
    garbage = never,
    nix = {},
  } = { ...given } as {
    readonly facts?: object
    readonly garbage?: typeof never
    readonly nix?: object
  }
  const sight = hostSight({
    facts: { freeNix: 60 * gigabyte, ...facts },
    health: { garbage },
    nix,
  })
  const found = examine(hostChecks, sight)
  expect(found.filter(({ outcome }) => outcome !== "ok")).toEqual([])
})

test.for([
  ["whose screen is on", { gpu: { display: true, sleeps: true } }],
  ["that says nothing of it", { gpu: { sleeps: false } }],
  ["on a host without the daemon", { health: { persistenced: "missing" } }],
] as const)("a GPU %s stays awake", ([, given]) => {
  const found = examine(hostChecks, hostSight(given))
  expect(found.filter(({ outcome }) => outcome !== "ok")).toEqual([])
})

test("a builder that nobody may use is no fault of a host", () => {
  const sight = hostSight({ builders: { unpinned: ["argon"] } })
  const found = examine(hostChecks, sight)
  expect(found.filter(({ outcome }) => outcome !== "ok")).toMatchObject([
    { check: "nix/builders", outcome: "skip" },
  ])
})

const notAsked = { because: "it is not running", how: "not-asked" } as const

test.for([
  ["a late Nix", "nix/version", { late: ["nixVersion"] }, "nixVersion"],
  ["a late daemon", "nix/daemon", { late: ["storeInfo"] }, "storeInfo"],
  ["a store that Nix can't look into", "system/store", {}, "storeValid"],
] as const)("%s is no fault of the host", ([, check, told, missing]) => {
  const sight = hostSight({ facts: { ...told, [missing]: undefined } })
  const found = examine(hostChecks, sight)
  expect(found.filter(({ outcome }) => outcome !== "ok")).toMatchObject([
    { check, outcome: "skip" },
  ])
})

test("an nvidia-smi that is late once is no fault of the host", () => {
  const sight = hostSight({ smi: { exit: 124, output: "" } })
  const found = examine(hostChecks, sight)
  const wrong = found.filter(({ outcome }) => /bad|warn/.test(outcome))
  expect(wrong).toEqual([])
  expect(found.find((one) => one.check === "gpu/nvidia-smi")).toMatchObject({
    finding: expect.stringContaining("busy"),
    outcome: "skip",
  })
})

test("an app that is late while it works is no fault of the host", () => {
  const sight = hostSight({ app: { answer: { how: "late" } } })
  const found = examine(hostChecks, sight)
  const wrong = found.filter(({ outcome }) => /bad|warn/.test(outcome))
  expect(wrong).toEqual([])
  expect(found.find(({ check }) => check === "app/api")).toMatchObject({
    finding: "comfyui is at work, and gave no answer in time",
    outcome: "skip",
  })
})

test.for([
  ["that starts", { ActiveState: "activating", SubState: "start-pre" }],
  ["that reloads", { ActiveState: "reloading" }],
  ["that systemd doesn't tell of", {}],
] as const)("an app %s is no fault of the host", ([, state]) => {
  const unit = "comfyui.service"
  const said = unitStateSchema.parse({ ...state, unit })
  const sight = hostSight({ app: { answer: notAsked, state: said } })
  const wrong = examine(hostChecks, sight).filter(({ cure }) => cure.length > 0)
  expect(wrong).toEqual([])
})

test("an app that has just started may take a while to listen", () => {
  const said = { ...notAsked, said: "refused", url: "http://127.0.0.1:8188" }
  const answer = { ...said, how: "silent" } as const
  const outcome = (up: number, listeners = new Map() as never) => {
    const sight = hostSight({
      app: { answer },
      facts: { uptime: up },
      health: { listeners },
    })
    const found = examine(hostChecks, sight)
    return found.find(({ check }) => check === "app/api")?.outcome
  }
  const holds = listening("comfyui.service", "127.0.0.1") as never
  expect([outcome(20), outcome(900), outcome(20, holds)]).toEqual([
    "skip",
    "bad",
    "bad",
  ])
})
