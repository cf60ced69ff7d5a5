import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
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

const isWord = (name: string) => /^\w+$/.test(name)

test.each(Object.keys(policy.shape))("the policy %s is read", (name) => {
  expect(sources).toMatch(new RegExp(`policy(?:\\["${name}"\\]|\\.${name}\\b)`))
})

test.each(Object.keys(defaultLimits))("the limit %s is read", (name) => {
  const taken = `limits(?:\\["${name}"\\]|\\.${name}\\b)`
  const spread = isWord(name)
    ? `\\{[^{}]*\\b${name}\\b[^{}]*\\} = \\S*imits`
    : "-"
  expect(sources).toMatch(new RegExp(`${taken}|${spread}`))
})
