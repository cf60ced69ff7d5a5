import { spawn } from "node:child_process"
import { once } from "node:events"
import { join } from "node:path"
import { stripVTControlCharacters } from "node:util"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { deployResult } from "../../src/deploy/outcome/result.ts"
import { failureResult } from "../../src/errors/failure-result.ts"
import { type LoopbackFleet, loopbackFleet } from "./loopback-fleet.ts"
import { built, root, sdops, start } from "./sdops.ts"

let fleet: LoopbackFleet
beforeAll(async () => {
  await built()
  fleet = await loopbackFleet("closed")
})
afterAll(() => fleet[Symbol.asyncDispose]())

const run = (...words: string[]) =>
  sdops(words, { environment: fleet.environment })

describe("a host that can't be reached", () => {
  test("stdout has its verdict, stderr progress and error", async () => {
    const { exit, stderr, stdout } = await run("deploy", "lithium")
    expect(exit).toBe(1)
    expect(stdout).toMatch(/^lithium {2}failed {2}/)
    expect(stderr).toMatch(/^\d\d:\d\d:\d\d lithium connect started$/m)
    expect(stderr).toMatch(/✗ connect {2}lithium: can't reach 127\.0\.0\.1/)
    expect(stderr).toContain("SDOPS_UNREACHABLE")
  })

  test("with --json stdout is one document of the schema", async () => {
    for (const command of ["deploy", "plan", "resume"]) {
      const { exit, stderr, stdout } = await run(command, "lithium", "--json")
      expect([exit, stderr]).toEqual([1, ""])
      const result = deployResult.parse(JSON.parse(stdout))
      expect(result["exit-code"]).toBe(1)
      expect(result.hosts[0]?.error?.code).toBe("SDOPS_UNREACHABLE")
    }
  })

  test("with --events stdout is NDJSON that ends in the result", async () => {
    const { exit, stderr, stdout } = await run("deploy", "lithium", "--events")
    expect([exit, stderr]).toEqual([1, ""])
    const lines = stdout.trimEnd().split("\n")
    const events = lines.map((line) => JSON.parse(line))
    expect(events[0]).toMatchObject({ event: "started", host: "lithium" })
    expect(events.at(-2)).toMatchObject({ event: "verdict", verdict: "failed" })
    const { event, ...result } = events.at(-1)
    expect(event).toBe("result")
    expect(deployResult.parse(result)["exit-code"]).toBe(1)
  })

  test("with --quiet there is no progress, but the error", async () => {
    const { stderr } = await run("deploy", "lithium", "--quiet")
    expect(stderr).toMatch(/^ ✗ connect/)
  })
})

describe("output that nobody can take", () => {
  test.each(["--json", "--events", "--verbose"])(
    "on a full disk changes no exit code: %s",
    async (flag) => {
      const program = join(root, "bin", "run.js")
      const words = `${program} deploy lithium ${flag}`
      const command = `exec ${process.execPath} ${words} >/dev/full`
      const child = spawn("/bin/sh", ["-c", command], {
        env: { PATH: process.env["PATH"], ...fleet.environment },
        stdio: ["ignore", "ignore", "pipe"],
      })
      const said = child.stderr.toArray()
      const [exit] = await once(child, "exit")
      expect(exit).toBe(1)
      expect((await said).join("")).not.toMatch(/ENOSPC|node:|SDOPS_BUG/)
    },
  )

  test("nor does a reader that has quit", async () => {
    const { environment } = fleet
    const child = start(["deploy", "lithium", "--verbose"], { environment })
    child.stderr.destroy()
    child.stdout.destroy()
    expect((await once(child, "exit"))[0]).toBe(1)
  })
})

describe("colours", () => {
  test("there are none without a terminal", async () => {
    const { stderr, stdout } = await run("deploy", "lithium")
    expect(stripVTControlCharacters(stdout + stderr)).toBe(stdout + stderr)
  })

  test("FORCE_COLOR brings them, --no-color takes them away", async () => {
    const environment = { ...fleet.environment, FORCE_COLOR: "1" }
    const coloured = await sdops(["deploy", "lithium"], { environment })
    expect(coloured.stdout).toContain("\u001B[")
    const words = ["deploy", "lithium", "--no-color"]
    const { stderr, stdout } = await sdops(words, { environment })
    expect(stdout + stderr).not.toContain("\u001B[")
  })
})

describe("errors before any host is looked at", () => {
  test("a host that isn't there is named with the nearest", async () => {
    const { exit, stderr, stdout } = await run("plan", "lithum")
    expect([exit, stdout]).toEqual([2, ""])
    expect(stderr).toContain("did you mean lithium?")
  })

  test("with --json and --events the error is a document", async () => {
    const json = await run("plan", "lithum", "--json")
    failureResult.parse(JSON.parse(json.stdout).error)
    const events = await run("plan", "lithum", "--events")
    const { error, event } = JSON.parse(events.stdout)
    expect(event).toBe("error")
    failureResult.parse(error)
  })

  test("what would be asked is refused, naming the flag", async () => {
    const { exit, stderr } = await run("hosts", "remove", "lithium")
    expect(exit).toBe(3)
    expect(stderr).toContain("--confirm lithium")
  })
})
