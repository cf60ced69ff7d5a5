import { expect, test } from "vitest"
import { makePlan } from "../../src/deploy/make-plan.ts"
import { refused } from "../../src/deploy/refused.ts"
import { evaluationSchema } from "../../src/deploy/evaluation.ts"
import { store, hostFacts, inventoryHost } from "./facts.ts"

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
  "dry-run": "",
  evaluation,
  facts: hostFacts({}),
  host: inventoryHost({}),
  input: { "allow-heavy-builds": false, goal: "switch" },
} as const

function dryRun(...names: readonly string[]): string {
  const lines = names.map((name) => `  ${store(name)}.drv`)
  return ["these 9 derivations will be built:", ...lines].join("\n")
}

test("heavy packages are refused, by name", () => {
  const text = dryRun("python3.13-torch-2.9.1", "unit-comfyui.service")
  const plan = makePlan({ ...given, "dry-run": text })
  expect(plan.heavy).toEqual(["torch 2.9.1"])
  const error = refused(plan, { host: "lithium" })
  expect(error.code).toBe("SDOPS_HEAVY_BUILD")
  expect(error.exit).toBe("refused")
})

test("heavy packages may be allowed by a flag or by policy", () => {
  const text = dryRun("python3.13-torch-2.9.1")
  const byFlag = makePlan({
    ...given,
    "dry-run": text,
    input: { ...given.input, "allow-heavy-builds": true },
  })
  const policy = { ...given.host.policy, "heavy-builds": "allow" } as const
  const host = inventoryHost({ policy })
  const byPolicy = makePlan({ ...given, "dry-run": text, host })
  expect(byFlag.refusals).toEqual([])
  expect(byPolicy.refusals).toEqual([])
})

test("a disk that is too small is refused with both sizes", () => {
  const facts = hostFacts({ "free.nix": 1_000_000 })
  const plan = makePlan({ ...given, facts })
  expect(plan.refusals).toMatchObject([
    { free: 1_000_000, what: "disk", where: "/nix" },
  ])
})

test("free space that is not known refuses nothing", () => {
  const facts = hostFacts({ "free.boot": undefined, "free.nix": undefined })
  expect(makePlan({ ...given, facts }).refusals).toEqual([])
})

test("a changed driver is refused, naming both versions", () => {
  const facts = hostFacts({ "nvidia.module": "470.10.01" })
  const [refusal] = makePlan({ ...given, facts }).refusals
  expect(refusal?.what).toBe("driver")
  expect(JSON.stringify(refusal)).toContain("470.10.01 to 550.54.14")
})

test("a system that runs, boots and is the profile is unchanged", () => {
  const systems = { current: toplevel, profile: toplevel }
  const facts = hostFacts({ ...systems, "boot-default": toplevel })
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
  const facts = hostFacts({ ...systems, "boot-default": toplevel })
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
