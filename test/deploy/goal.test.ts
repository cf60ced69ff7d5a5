import { expect, test } from "vitest"
import { goals, type Goal } from "../../src/deploy/goal.ts"
import { stagesFor } from "../../src/deploy/stages.ts"

const input = {
  "allow-heavy-builds": false,
  engine: "sdops",
} as const

function namesFor(goal: Goal): string[] {
  return stagesFor({ ...input, goal }).list.map((stage) => stage.name)
}

test("a switch goes the whole way, in order", () => {
  expect(namesFor("switch")).toEqual([
    "connect",
    "probe",
    "push",
    "plan",
    "guard",
    "build",
    "lock",
    "drain",
    "activate",
    "gate",
    "commit",
    "report",
  ])
})

test("a build ends before the lock", () => {
  expect(namesFor("build").at(-1)).toBe("build")
  expect(namesFor("dry-activate")).not.toContain("lock")
})

test.for(["boot", "stage"] as const)("a %s activates nothing", (goal) => {
  const names = namesFor(goal)
  expect(names).toContain("commit")
  for (const name of ["activate", "drain", "gate"]) {
    expect(names).not.toContain(name)
  }
})

test("a goal that neither activates nor persists takes no lock", () => {
  for (const goal of Object.keys(goals) as Goal[]) {
    const { activates, persists } = goals[goal]
    expect(namesFor(goal).includes("lock")).toBe(activates || persists)
  }
})

test("nixos-rebuild as engine stages nothing", () => {
  const asked = { ...input, engine: "nixos-rebuild", goal: "stage" } as const
  expect(() => stagesFor(asked)).toThrow("nixos-rebuild can't stage")
})

test("nixos-rebuild as engine has no lock of ours and no gate", () => {
  const stages = stagesFor({
    ...input,
    engine: "nixos-rebuild",
    goal: "switch",
  })
  const names = stages.list.map((stage) => stage.name)
  expect(names).not.toContain("lock")
  expect(names).not.toContain("gate")
})
