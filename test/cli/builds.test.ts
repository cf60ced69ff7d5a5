import { afterAll, beforeAll, expect, test } from "vitest"
import { failureResult } from "../../src/errors/failure-result.ts"
import { buildsListed } from "../../src/fleet/builds/result.ts"
import { type LoopbackFleet, loopbackFleet } from "./loopback-fleet.ts"
import { built, sdops } from "./sdops.ts"

let fleet: LoopbackFleet
beforeAll(async () => {
  await built()
  fleet = await loopbackFleet("closed")
})
afterAll(() => fleet[Symbol.asyncDispose]())

const run = (...words: string[]) =>
  sdops(["builds", ...words], { environment: fleet.environment })

test("a machine that is gone is told, beside the others' builds", async () => {
  const { exit, stdout } = await run("list", "--on", "lithium", "--json")
  expect(exit).toBe(1)
  const { builds, unread } = buildsListed.parse(JSON.parse(stdout))
  expect(builds).toEqual([])
  expect(unread).toMatchObject([
    { error: { code: "SDOPS_UNREACHABLE" }, host: "lithium" },
  ])
  const told = await run("list")
  expect(told.stdout).toMatch(/^no builds\n.*lithium.*can't reach/s)
})

test.for(["attach", "cancel"])(
  "%s of a build that nobody knows says who wasn't asked",
  async (verb) => {
    const { exit, stdout } = await run(verb, "0f5a1b2c3d4e", "--json")
    expect(exit).toBe(1)
    const { error } = JSON.parse(stdout)
    expect(failureResult.parse(error)).toMatchObject({
      because: expect.arrayContaining(["lithium could not be asked"]),
      code: "SDOPS_UNKNOWN_BUILD",
      help: ["sdops builds list"],
    })
  },
)

test.for([
  [["attach"], /builds attach needs BUILD/],
  [["cancel"], /builds cancel needs BUILD/],
  [["list", "--on", "moose"], /moose/],
] as const)("%j is wrong usage", async ([words, says]) => {
  const { exit, stderr, stdout } = await run(...words)
  expect(exit).toBe(2)
  expect(stdout + stderr).toMatch(says)
})
