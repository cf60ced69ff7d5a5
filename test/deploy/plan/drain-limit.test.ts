import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { camelKeys } from "../../../src/camel-keys.ts"
import { drainLimit } from "../../../src/deploy/plan/drain-limit.ts"
import { policy } from "../../../src/inventory/schema/policy.ts"
import { defaultLimits } from "../../../src/limits.ts"
import { root } from "../../cli/sdops.ts"

test.each([
  ["now", 0],
  ["drained", defaultLimits.queue],
  ["when-idle", defaultLimits.idle],
] as const)("app-restart: %s waits at most %d s", (value, seconds) => {
  expect(drainLimit(value, defaultLimits)).toBe(seconds)
})

/** All sources but those that only declare what may be said. */
const sources = readdirSync(join(root, "src"), { recursive: true })
  .map(String)
  .filter((file) => file.endsWith(".ts"))
  .filter((file) => !/^(?:inventory\/|limits\.ts)/.test(file))
  .map((file) => readFileSync(join(root, "src", file), "utf8"))
  .join("\n")

const policies = Object.keys(camelKeys(policy.shape))

test.each(policies)("the policy %s is read", (name) => {
  expect(sources).toMatch(new RegExp(`policy\\.${name}\\b`))
})

test.each(Object.keys(defaultLimits))("the limit %s is read", (name) => {
  const taken = `limits\\.${name}\\b`
  const spread = `\\{[^{}]*\\b${name}\\b[^{}]*\\} = \\S*imits`
  expect(sources).toMatch(new RegExp(`${taken}|${spread}`))
})
