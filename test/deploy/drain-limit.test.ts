import { expect, test } from "vitest"
import { drainLimit } from "../../src/deploy/drain-limit.ts"
import { policy } from "../../src/inventory/schema/policy.ts"
import { defaultLimits } from "../../src/limits.ts"

test.each([
  ["now", 0],
  ["drained", defaultLimits.queue],
  ["when-idle", defaultLimits.idle],
] as const)("app-restart: %s waits at most %d s", (value, seconds) => {
  expect(drainLimit(value, defaultLimits)).toBe(seconds)
})

test("no policy is left that nothing reads", () => {
  expect(Object.keys(policy.shape)).toEqual([
    "app-restart",
    "driver-change",
    "heavy-builds",
    "tolerated-units",
  ])
})
