import { afterAll, beforeAll, expect, test } from "vitest"
import { execResult } from "../../src/fleet/exec/result.ts"
import { logsResult } from "../../src/fleet/logs/result.ts"
import { type LoopbackFleet, loopbackFleet } from "./loopback-fleet.ts"
import { built, sdops } from "./sdops.ts"

let fleet: LoopbackFleet
beforeAll(async () => {
  await built()
  fleet = await loopbackFleet("closed")
})
afterAll(() => fleet[Symbol.asyncDispose]())

const run = (...words: string[]) =>
  sdops(words, { environment: fleet.environment })

test("exec on a host that is gone is a line of stderr and exit 1", async () => {
  const words = ["exec", "--on", "all", "--", "uname", "--json"]
  const { exit, stderr, stdout } = await run(...words)
  expect([exit, stdout]).toEqual([1, ""])
  expect(stderr).toMatch(/^lithium \| ✗ can't reach 127\.0\.0\.1 port .*\n$/)
})

test("exec and logs answer in their schemas", async () => {
  const ran = await run("exec", "--on", "all", "--json", "--", "true")
  const { hosts } = execResult.parse(JSON.parse(ran.stdout))
  expect(hosts).toMatchObject([{ error: { code: "SDOPS_UNREACHABLE" } }])
  const read = await run("logs", "--json")
  expect([ran.exit, read.exit]).toEqual([1, 1])
  const { lines, unread } = logsResult.parse(JSON.parse(read.stdout))
  expect([lines, unread.length]).toEqual([[], 1])
})

test("logs -f says once why a host is lost, and tries again", async () => {
  const { exit, stderr } = await run("logs", "-f")
  expect(exit).toBe(0)
  expect(stderr).toMatch(/^lithium \| ✗ can't reach .*; trying again\n$/)
})

test.for([
  [["exec", "--", "true"], /Missing required flag on|on/],
  [["exec", "--on", "all"], /exec needs COMMAND/],
  [["exec", "--on", "moose", "--", "true"], /moose/],
  [["logs", "--follow", "--json"], /--json/],
  [["ssh"], /ssh needs HOST/],
  [["ssh", "moose"], /moose/],
] as const)("%j is wrong usage", async ([words, says]) => {
  const { exit, stderr, stdout } = await run(...words)
  expect(exit).toBe(2)
  expect(stdout + stderr).toMatch(says)
})

test("ssh ends as ssh does", async () => {
  const { exit, stderr } = await run("ssh", "lithium", "--", "true")
  expect(exit).toBe(255)
  expect(stderr).toContain("Connection refused")
})
