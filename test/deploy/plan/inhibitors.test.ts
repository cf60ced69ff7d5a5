import fc from "fast-check"
import { expect, test } from "vitest"
import { inhibitedBy, inhibiting } from "../../../src/deploy/plan/inhibitors.ts"

const reload = {
  do: "reload",
  from: "550.54.14",
  repairs: false,
  stops: [],
  to: "580.173.02",
} as const
const stays = { do: "switch", version: "580.173.02" } as const

const text = (inhibitors: unknown) => JSON.stringify(inhibitors)
const old = text({ dbus: "broker", "sdops-driver": "550.54.14" })

test("keys that both systems have are compared, in both directions", () => {
  const next = text({ dbus: "broker", other: 1, "sdops-driver": "580.173.02" })
  const line = "sdops-driver: 550.54.14 → 580.173.02"
  expect(inhibitedBy(old, next)).toEqual([{ key: "sdops-driver", line }])
  expect(inhibitedBy(next, old)).toHaveLength(1)
})

test.for(["", "{", "[]", "null"])("%j is not compared", (strange) => {
  expect(inhibitedBy(old, strange)).toEqual([])
  expect(inhibitedBy(strange, old)).toEqual([])
})

test("only a reload overrides, and only our own key", () => {
  const next = text({ dbus: "dbus", "sdops-driver": "580.173.02" })
  const all = inhibitedBy(old, next)
  expect(inhibiting(all, stays)).toEqual(all)
  expect(inhibiting(all, reload).map(({ key }) => key)).toEqual(["dbus"])
})

test("a system never inhibits itself", () => {
  fc.assert(
    fc.property(fc.dictionary(fc.string(), fc.jsonValue()), (some) => {
      expect(inhibitedBy(text(some), text(some))).toEqual([])
    }),
  )
})
