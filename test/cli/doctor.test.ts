import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { doctorResult } from "../../src/doctor/result.ts"
import { type LoopbackFleet, loopbackFleet } from "./loopback-fleet.ts"
import { built, ended, sdops, start } from "./sdops.ts"

let fleet: LoopbackFleet
beforeAll(async () => {
  await built()
  fleet = await loopbackFleet("closed")
})
afterAll(() => fleet[Symbol.asyncDispose]())

const run = (...words: string[]) =>
  sdops(["doctor", ...words], { environment: fleet.environment })

describe("doctor of a host that can't be reached", () => {
  test("says at which hop, what it means and what to run", async () => {
    const { exit, stdout } = await run("lithium", "--only", "reach")
    expect(exit).toBe(1)
    expect(stdout).toMatch(/✓ {2}reach\/dns/)
    expect(stdout).toMatch(/✗ {2}reach\/port .*can't reach 127\.0\.0\.1/)
    expect(stdout).toMatch(/–\s+reach\/authentication/)
    expect(stdout).toContain("SDOPS_UNREACHABLE")
    expect(stdout).toMatch(/try +ssh /)
  })

  test.each([
    ["--only", "system,app"],
    ["--only", "gpu/model", "--strict"],
  ])("is a failure also of what could not be read: %s %s", async (...words) => {
    const { exit, stdout } = await run("lithium", ...words)
    expect(exit).toBe(1)
    expect(stdout).toMatch(/✗ {2}reach\/port .*can't reach 127\.0\.0\.1/)
    expect(stdout).toContain("the host could not be read, see reach/port")
  })

  test("with --json is one document of the schema", async () => {
    const { exit, stderr, stdout } = await run("--json")
    expect([exit, stderr]).toEqual([1, ""])
    const result = doctorResult.parse(JSON.parse(stdout))
    expect(result).toMatchObject({ "exit-code": 1 })
  })

  test("with --events is a line a host, then the result", async () => {
    const { exit, stderr, stdout } = await run("--events")
    expect([exit, stderr]).toEqual([1, ""])
    const lines = stdout.trimEnd().split("\n")
    const events = lines.map((line) => JSON.parse(line))
    expect(events.map(({ event }) => event)).toEqual([
      "host-examined",
      "result",
    ])
    const { event: _, ...result } = events.at(-1)
    doctorResult.parse(result)
  })

  test("with --quiet shows what failed or warned", async () => {
    const { stderr, stdout } = await run("--quiet")
    expect(stderr).toBe("")
    expect(stdout).toContain("reach/port")
    expect(stdout).not.toContain("✓")
  })
})

test("checks of this machine alone ask no host", async () => {
  const { exit, stdout } = await run("--json", "--only", "control/node")
  const result = doctorResult.parse(JSON.parse(stdout))
  expect(exit).toBe(0)
  expect(result).toMatchObject({
    control: [{ check: "control/node", outcome: "ok" }],
    hosts: [],
  })
})

test("--explain says what a check looks at", async () => {
  const { exit, stdout } = await run("--explain", "gpu/module-loaded")
  expect(exit).toBe(0)
  expect(stdout).toMatch(
    /^looks-at +whether the NVIDIA kernel module is loaded/m,
  )
  const json = await run("--explain", "gpu/module-loaded", "--json")
  expect(doctorResult.parse(JSON.parse(json.stdout))).toMatchObject({
    explained: { check: "gpu/module-loaded", scope: "host" },
  })
})

test.for([
  ["--only", "gpu/modle"],
  ["--explain", "gpu/modle"],
])("%s of an unknown check exits 2 with the nearest", async (words) => {
  const { exit, stderr } = await run(...words)
  expect(exit).toBe(2)
  expect(stderr).toContain("did you mean gpu/model?")
})

test("Ctrl-C ends it with 130", async () => {
  await using mute = await loopbackFleet("mute")
  const child = start(["doctor", "lithium"], { environment: mute.environment })
  const until = performance.now() + 15_000
  while (mute.contacts() === 0 && performance.now() < until) {
    await new Promise(setImmediate)
  }
  child.kill("SIGINT")
  const { exit, stderr } = await ended(child)
  expect(stderr).toContain("SDOPS_INTERRUPTED")
  expect(exit).toBe(130)
})
