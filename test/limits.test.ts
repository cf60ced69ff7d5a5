import { expect, test } from "vitest"
import { defaultLimits, limitsFrom } from "../src/limits.ts"

test("every limit can be overridden by its variable", () => {
  const names = Object.keys(defaultLimits)
  const wanted = Object.fromEntries(names.map((name, at) => [name, at + 0.5]))
  const environment = Object.fromEntries(
    names.map((name, at) => [
      `SDOPS_LIMIT_${name.replaceAll(/[A-Z]/g, "_$&").toUpperCase()}`,
      String(at + 0.5),
    ]),
  )
  expect(environment["SDOPS_LIMIT_HEARTBEAT_EXPIRY"]).toBeDefined()
  expect(limitsFrom(environment)).toEqual(wanted)
})

test.each(["", "0", "-3", "soon", "NaN", "Infinity", "1e999"])(
  "%j is no limit, so the default stays",
  (text) => {
    const limits = limitsFrom({ SDOPS_LIMIT_CONNECT: text })
    expect(limits).toEqual(defaultLimits)
  },
)
