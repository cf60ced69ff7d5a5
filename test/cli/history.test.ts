import { afterAll, beforeAll, expect, test } from "vitest"
import { historyResult } from "../../src/fleet/history/result.ts"
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

test("before the first deployment, a fleet has no history", async () => {
  const { exit, stderr, stdout } = await run("history", "--here")
  expect([exit, stderr, stdout]).toEqual([0, "", "No deployments yet.\n"])
})

test("a host out of reach is told from this folder's journal", async () => {
  await run("deploy", "lithium")
  const asked = await run("history", "--json")
  expect(asked.exit).toBe(1)
  const told = historyResult.parse(JSON.parse(asked.stdout))
  expect(told.unread).toMatchObject([{ error: { code: "SDOPS_UNREACHABLE" } }])
  expect(told.deployments).toMatchObject([
    {
      because: "SDOPS_UNREACHABLE",
      host: "lithium",
      "known-to": ["here"],
      verdict: "failed",
    },
  ])
})

test("a plan is no deployment", async () => {
  const before = (await run("history", "--here")).stdout
  await run("plan", "lithium")
  const after = (await run("history", "--here", "--json")).stdout
  expect(before.split("\n").filter(Boolean)).toHaveLength(2)
  expect(historyResult.parse(JSON.parse(after)).deployments).toHaveLength(1)
})
