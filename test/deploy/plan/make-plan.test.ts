import type { Policy } from "../../../src/inventory/host.ts"
import { expect, test } from "vitest"
import { makePlan } from "../../../src/deploy/plan/make-plan.ts"
import { refused } from "../../../src/deploy/plan/refused.ts"
import { evaluationSchema } from "../../../src/deploy/plan/evaluation.ts"
import { sayPlan } from "../../../src/deploy/plan/say-plan.ts"
import { summarise } from "../../../src/deploy/plan/summarise.ts"
import type { HostFacts } from "../../../src/host/probe/probe.ts"
import { surveyOf } from "../surveys.ts"
import { store, hostFacts, inventoryHost } from "../facts.ts"

const toplevel = store("nixos-system-lithium-new")
const evaluation = evaluationSchema.parse({
  host: {
    apps: [{ name: "comfyui", port: 8188, unit: "comfyui.service" }],
    driver: { version: "550.54.14" },
    gpu: { vendor: "nvidia" },
    kernel: store("linux-6.12"),
    name: "lithium",
  },
  system: store("nixos-system-lithium-new.drv"),
  toplevel,
})
const given = {
  evaluation,
  facts: hostFacts({}),
  host: inventoryHost({}),
  input: { allowHeavyBuilds: false, engine: "sdops", goal: "switch" },
  survey: surveyOf(),
} as const

test("heavy packages are refused, by name", () => {
  const survey = surveyOf("python3.13-torch-2.9.1", "unit-comfyui.service")
  const plan = makePlan({ ...given, survey })
  expect(plan.heavy).toEqual(["torch 2.9.1"])
  const error = refused(plan, given.host)
  expect(error.code).toBe("SDOPS_HEAVY_BUILD")
  expect(error.exit).toBe("refused")
})

test("heavy packages may be allowed by a flag or by policy", () => {
  const survey = surveyOf("python3.13-torch-2.9.1")
  const byFlag = makePlan({
    ...given,
    input: { ...given.input, allowHeavyBuilds: true },
  })
  const policy = { ...given.host.policy, heavyBuilds: "allow" } as const
  const host = inventoryHost({ policy })
  const byPolicy = makePlan({ ...given, survey, host })
  expect(byFlag.refusals).toEqual([])
  expect(byPolicy.refusals).toEqual([])
})

test.each([
  ["any", "allow", false, 0],
  [180, "allow", false, 0],
  [179, "allow", false, 1],
  [60, "builders-only", false, 1],
  [60, "allow", true, 0],
] as const)(
  "torch takes 180 minutes; with %j and %s, allowed by a flag: %j",
  (heavyMinutes, heavyBuilds, allowHeavyBuilds, count) => {
    const survey = surveyOf("python3.13-torch-2.9.1")
    const policy = { ...given.host.policy, heavyBuilds, heavyMinutes }
    const input = { ...given.input, allowHeavyBuilds }
    const host = inventoryHost({ policy })
    const plan = makePlan({ ...given, host, input, survey })
    expect(plan.heavyMinutes).toBe(180)
    expect(plan.refusals).toHaveLength(count)
    if (count === 0) return
    const { because, code } = refused(plan, host)
    expect(code).toBe("SDOPS_HEAVY_BUILD")
    expect(because[0]).toMatch(
      /takes about 180 minutes, and the policy heavy-minutes allows \d+/,
    )
  },
)

test("a disk that is too small is refused with both sizes", () => {
  const facts = hostFacts({ freeNix: 1_000_000 })
  const plan = makePlan({ ...given, facts })
  expect(plan.refusals).toMatchObject([
    { free: 1_000_000, what: "disk", where: "/nix" },
  ])
})

test("free space that is not known refuses nothing", () => {
  const facts = hostFacts({ freeBoot: undefined, freeNix: undefined })
  expect(makePlan({ ...given, facts }).refusals).toEqual([])
})

test("a driver that can be reloaded is no reason to refuse", () => {
  const facts = hostFacts({ nvidiaModule: "470.10.01" })
  const plan = makePlan({ ...given, facts })
  expect(plan.refusals).toEqual([])
  expect(summarise(plan).driver).toEqual({
    do: "reload",
    from: "470.10.01",
    repairs: true,
    stops: [],
    to: "550.54.14",
  })
  expect(sayPlan(plan)).toContain("repairs the driver, 470.10.01 to 550.54.14")
})

const held: Partial<HostFacts> = {
  nvidiaHolders: "481 nvidia 1 ollama.service ollama",
  nvidiaModule: "470.10.01",
  nvidiaReferences: "nvidia 1 -",
}

test("a held driver is refused, naming who holds it and the cure", () => {
  const plan = makePlan({ ...given, facts: hostFacts(held) })
  const error = refused(plan, given.host)
  expect(error.code).toBe("SDOPS_DRIVER_HELD")
  expect(error.because.join()).toContain("process 481 (ollama)")
  expect(error.help[0]).toBe(
    "ssh root@lithium.lan systemctl stop ollama.service",
  )
})

const changing = hostFacts({ nvidiaModule: "470.10.01" })
const byPolicy = (policy: Partial<Policy>) =>
  inventoryHost({ policy: { ...given.host.policy, ...policy } })

test.each([
  ["ask", undefined, "once --reboot or a person says so"],
  ["allowed", undefined, "is proven there"],
  ["never", "SDOPS_REBOOT_REFUSED", ""],
] as const)("the policy reboot: %s is %s", (reboot, code, said) => {
  const host = byPolicy({ driverChange: "reboot", reboot })
  const plan = makePlan({ ...given, facts: changing, host })
  if (code === undefined) expect(plan.refusals).toEqual([])
  else expect(refused(plan, host).code).toBe(code)
  expect(plan.notes.join("\n")).toContain(said)
})

test.each([
  ["ask", undefined, "SDOPS_DRIVER_HELD"],
  ["ask", true, undefined],
  ["allowed", undefined, undefined],
  ["never", true, "SDOPS_DRIVER_HELD"],
] as const)(
  "a held driver with reboot: %s, asked for: %s, is %s",
  (policy, reboot, code) => {
    const host = byPolicy({ reboot: policy })
    const input = { ...given.input, reboot }
    const plan = makePlan({ ...given, facts: hostFacts(held), host, input })
    if (code === undefined) expect(plan.refusals).toEqual([])
    else expect(refused(plan, host).code).toBe(code)
  },
)

test("the goal test never boots", () => {
  const host = byPolicy({ driverChange: "reboot", reboot: "allowed" })
  const input = { ...given.input, goal: "test" } as const
  const plan = makePlan({ ...given, facts: changing, host, input })
  expect(refused(plan, host).code).toBe("SDOPS_REBOOT_NEEDED")
})

test("the policy refuse is SDOPS_DRIVER_REFUSED", () => {
  const facts = changing
  const host = byPolicy({ driverChange: "refuse" })
  const error = refused(makePlan({ ...given, facts, host }), host)
  expect(error.code).toBe("SDOPS_DRIVER_REFUSED")
  expect(error.message).toContain("from 470.10.01 to 550.54.14")
  expect(error.exit).toBe("refused")
})

test("nixos-rebuild can't reload a driver", () => {
  const facts = hostFacts({ nvidiaModule: "470.10.01" })
  const input = { ...given.input, engine: "nixos-rebuild" } as const
  const error = refused(makePlan({ ...given, facts, input }), given.host)
  expect(error.code).toBe("SDOPS_REBOOT_NEEDED")
})

test.each(["boot", "build", "dry-activate", "push"] as const)(
  "the goal %s leaves the loaded driver alone",
  (goal) => {
    const input = { ...given.input, goal }
    const plan = makePlan({ ...given, facts: hostFacts(held), input })
    expect(plan.refusals).toEqual([])
  },
)

test("a system that runs with another module is not unchanged", () => {
  const systems = { current: toplevel, profile: toplevel }
  const facts = hostFacts({
    ...systems,
    bootDefault: toplevel,
    nvidiaModule: "470.10.01",
  })
  expect(makePlan({ ...given, facts }).unchanged).toBe(false)
})

test("a system that runs, boots and is the profile is unchanged", () => {
  const systems = { current: toplevel, profile: toplevel }
  const facts = hostFacts({ ...systems, bootDefault: toplevel })
  expect(makePlan({ ...given, facts }).unchanged).toBe(true)
})

test("a commit that was left half done is not unchanged", () => {
  const systems = { current: toplevel, profile: toplevel }
  expect(makePlan({ ...given, facts: hostFacts(systems) }).unchanged).toBe(
    false,
  )
})

test("an app that is down makes a host changed", () => {
  const systems = { current: toplevel, profile: toplevel }
  const facts = hostFacts({ ...systems, bootDefault: toplevel })
  const apps = facts.apps.map((app) => ({ ...app, ActiveState: "failed" }))
  expect(makePlan({ ...given, facts: { ...facts, apps } }).unchanged).toBe(
    false,
  )
})

test("a drifted host is asked about", () => {
  const facts = hostFacts({ profile: store("nixos-system-lithium-other") })
  const plan = makePlan({ ...given, facts })
  expect(plan.drift).toHaveLength(1)
  expect(plan.questions).toHaveLength(1)
})
