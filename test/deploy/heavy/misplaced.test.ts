import { describe, expect, test } from "vitest"
import { misplaced } from "../../../src/deploy/heavy/misplaced.ts"

const derivation = "/nix/store/00000000000000000000000000000000-torch-2.9.1.drv"
const place = {
  drv: derivation,
  name: "torch-2.9.1",
  needs: "x86_64-linux",
  on: ["krypton", "neon"],
}
const planned = { builders: { first: [place], machines: [], notes: [] } }
const unplanned = { builders: { first: [], machines: [], notes: [] } }
const builtOn = (on: string, heavy = true) => ({
  built: [{ derivation, heavy, name: "torch-2.9.1", on }],
  fetched: [],
})

describe("where heavy derivations were built is compared with", () => {
  test.each([
    ["neon", []],
    ["krypton", []],
    [
      "host",
      ["torch-2.9.1 was built on the host itself, not on krypton or neon"],
    ],
    [
      "ssh://argon",
      ["torch-2.9.1 was built on ssh://argon, not on krypton or neon"],
    ],
  ])("the plan: %s", (on, notes) => {
    for (const policy of ["allow", "builders-only", "refuse"] as const)
      expect(misplaced(builtOn(on), planned, policy)).toEqual(notes)
  })

  test.each([
    ["allow", "host", true],
    ["allow", "neon", true],
    ["builders-only", "host", false],
    ["builders-only", "neon", true],
    ["refuse", "host", false],
    ["refuse", "neon", false],
  ] as const)("the policy %s: %s", (policy, on, isFine) => {
    const notes = misplaced(builtOn(on), unplanned, policy)
    expect(notes).toHaveLength(isFine ? 0 : 1)
    if (!isFine) expect(notes[0]).toContain(`which ${policy} doesn't allow`)
  })

  test("nothing, where it isn't heavy", () => {
    expect(misplaced(builtOn("host", false), unplanned, "refuse")).toEqual([])
  })
})
