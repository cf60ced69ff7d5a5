import { describe, expect, test } from "vitest"
import { hostChecks } from "../../src/doctor/checks.ts"
import { examine } from "../../src/doctor/examine.ts"
import { appFaults } from "./app-faults.ts"
import { darkGpus, healthFaults } from "./health-faults.ts"
import { hostFaults } from "./host-faults.ts"
import { hostSight, statsOf } from "./sights.ts"

test("a host that is as it should be has nothing but good findings", () => {
  const findings = examine(hostChecks, hostSight())
  expect(findings.filter(({ outcome }) => outcome !== "ok")).toEqual([])
  expect(findings).toHaveLength(hostChecks.length)
})

test.for([...hostFaults, ...healthFaults, ...appFaults])(
  "%s: %s says so alone",
  ([, given, check, outcome, says]) => {
    const findings = examine(hostChecks, hostSight(given))
    const wrong = findings.filter(({ outcome }) => /bad|warn/.test(outcome))
    expect(wrong).toEqual([expect.objectContaining({ check, outcome })])
    expect(wrong[0]?.finding).toContain(says)
    expect(wrong[0]?.means).not.toBe("")
    expect(wrong[0]?.cure.length).toBeGreaterThan(0)
  },
)

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
