import { expect, test } from "vitest"
import { unitChanges } from "../../../src/deploy/changes/unit-changes.ts"

const file = { active: true, name: "a.service", own: true, sum: "1" }

/** A unit as it runs, what the system to be says of it, and its fate. */
test.each([
  ["the same", file, "1 restart wanted", {}],
  ["changed", file, "2 restart wanted", { restart: ["a.service"] }],
  ["to be reloaded", file, "2 reload wanted", { reload: ["a.service"] }],
  ["left running", file, "2 keep wanted", { keep: ["a.service"] }],
  ["not running", { ...file, active: false }, "2 restart wanted", {}],
  ["gone", file, undefined, { stop: ["a.service"] }],
  ["a package's own", { ...file, own: false }, undefined, {}],
  ["new", undefined, "2 restart wanted", { start: ["a.service"] }],
  ["new, but nobody's", undefined, "2 restart unwanted", {}],
] as const)("a unit that is %s", (_, running, candidate, wanted) => {
  const none = { keep: [], reload: [], restart: [], start: [], stop: [] }
  const candidates = candidate === undefined ? {} : { "a.service": candidate }
  const files = running === undefined ? [] : [running]
  expect(unitChanges(files, candidates)).toEqual({ ...none, ...wanted })
})

test.each(["a.target", "a.slice", "a.path", "a.socket"])(
  "a changed %s goes on in silence",
  (name) => {
    const changes = unitChanges([{ ...file, name }], { [name]: "2 restart x" })
    expect(Object.values(changes).flat()).toEqual([])
  },
)
