import { expect, test } from "vitest"
import { choose, explain, ids } from "../../src/doctor/choose.ts"
import { exitCodeOf } from "../../src/doctor/doctor.ts"

test("there are many checks, each with an id of its own", () => {
  expect(ids().length).toBeGreaterThanOrEqual(15)
  expect(new Set(ids()).size).toBe(ids().length)
})

test("a group stands for its checks", () => {
  const { approach, control, host } = choose(["gpu", "app/api"])
  expect([approach, control]).toEqual([[], []])
  const chosen = host.map(({ id }) => id)
  expect(chosen).toContain("gpu/model")
  expect(chosen).toContain("app/api")
  expect(chosen).not.toContain("app/unit")
})

test("an unknown check is refused with the nearest", () => {
  expect(() => choose(["gpu/modle"])).toThrow("did you mean gpu/model?")
  expect(() => explain("gpu/modle")).toThrow("did you mean gpu/model?")
})

test.for(ids())("%s is explained", (id) => {
  const told = explain(id)
  expect(told.check).toBe(id)
  expect(told["looks-at"].length).toBeGreaterThan(20)
  expect(told.means.length).toBeGreaterThan(20)
})

test("warnings count with --strict only", () => {
  const warned = [{ outcome: "ok" }, { outcome: "warn" }] as const
  expect(exitCodeOf(warned, false)).toBe(0)
  expect(exitCodeOf(warned, true)).toBe(1)
  expect(exitCodeOf([...warned, { outcome: "bad" }], false)).toBe(1)
  expect(exitCodeOf([{ outcome: "skip" }], true)).toBe(0)
})
