import { expect, test } from "vitest"
import { fail } from "../../../src/errors/fail.ts"
import { placeHeavy } from "../../../src/deploy/heavy/place-heavy.ts"
import { aMachine } from "../../builders/a-machine.ts"

const torch = {
  allowSubstitutes: true,
  attributes: {},
  drv: "/nix/store/x-torch.drv",
  env: {},
  fixedOutput: false,
  inputs: [],
  name: "torch",
  outputs: {},
  preferLocalBuild: false,
  requiredSystemFeatures: ["big-parallel"],
  system: "x86_64-linux",
}
const dead = (builder: string) =>
  fail("builderUnreachable", { builder, reason: "connection refused" })

function place(names: Readonly<Record<string, "dead" | "ready" | "weak">>) {
  const machines = Object.entries(names).map(([name, state]) =>
    aMachine({ features: state === "weak" ? [] : ["big-parallel"], name }),
  )
  const sights = machines.map((machine) => ({
    error: names[machine.name] === "dead" ? dead(machine.name) : undefined,
    key: undefined,
    machine,
    version: undefined,
  }))
  return placeHeavy({ derivations: [torch], machines, sights, unpinned: ["u"] })
}

test("it goes to those that can and answer; the others are noted", () => {
  const plan = place({ a: "dead", b: "ready", c: "weak" })
  expect(plan.first.map(({ on }) => on)).toEqual([["b"]])
  expect(plan.machines.map(({ name }) => name)).toEqual(["b", "c"])
  expect(plan.missing).toEqual([])
  expect(plan.notes.join()).toContain("can't reach the builder a")
  expect(plan.unplaced).toEqual([])
})

test("when all that can are dead, that is an error and not ours to do", () => {
  const plan = place({ a: "dead", c: "weak" })
  expect(plan.first).toEqual([])
  expect(plan.missing.map(({ code }) => code)).toEqual([
    "SDOPS_BUILDER_UNREACHABLE",
  ])
})

test("when none can, it says what is lacking", () => {
  const plan = place({ c: "weak" })
  expect(plan.missing).toEqual([])
  expect(plan.unplaced).toEqual([
    "no builder offers torch x86_64-linux with {big-parallel}",
    "u has no host-key, so it is not used",
  ])
})
