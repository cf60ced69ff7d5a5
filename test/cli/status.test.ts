import { once } from "node:events"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { gpuResult } from "../../src/fleet/gpus/result.ts"
import { statusResult } from "../../src/fleet/status/result.ts"
import { type LoopbackFleet, loopbackFleet } from "./loopback-fleet.ts"
import { built, ended, sdops, start } from "./sdops.ts"

let fleet: LoopbackFleet
beforeAll(async () => {
  await built()
  fleet = await loopbackFleet("closed")
})
afterAll(() => fleet[Symbol.asyncDispose]())

describe.for([
  ["status", statusResult],
  ["gpu", gpuResult],
] as const)("%s of a host that can't be reached", ([command, schema]) => {
  const run = (...words: string[]) =>
    sdops([command, ...words], { environment: fleet.environment })

  test("is a line, then the command that says more", async () => {
    const { exit, stderr, stdout } = await run()
    expect([exit, stderr]).toEqual([1, ""])
    const [, line, next] = stdout.trimEnd().split("\n")
    expect(line).toMatch(/lithium {2,}(✗ )?can't reach 127\.0\.0\.1/)
    expect(next).toMatch(/^next: sdops doctor lithium/)
  })

  test("is a document of the schema with --json", async () => {
    const { exit, stderr, stdout } = await run("lithium", "--json")
    expect([exit, stderr]).toEqual([1, ""])
    const { hosts } = schema.parse(JSON.parse(stdout))
    expect(hosts).toMatchObject([{ error: { code: "SDOPS_UNREACHABLE" } }])
  })

  test("is an event with --events, then the result", async () => {
    const { stdout } = await run("--events")
    const lines = stdout.trimEnd().split("\n")
    const [seen, result] = lines.map((line) => JSON.parse(line))
    expect(seen.host).toBe("lithium")
    const { event, ...rest } = result
    expect(event).toBe("result")
    schema.parse(rest)
  })

  test("is looked at again with --watch, until Ctrl-C", async () => {
    const { environment } = fleet
    const words = [command, "--watch", "--every", "1", "--events"]
    const child = start(words, { environment })
    let said = ""
    child.stdout.on("data", (text: Buffer) => {
      const before = said
      said += String(text)
      const seen = [before, said].map((all) => all.split("-seen").length > 2)
      if (!seen[0] && seen[1]) child.kill("SIGINT")
    })
    const [exit] = await once(child, "close")
    expect([said.split("-seen").length > 2, exit]).toEqual([true, 1])
    expect(said.trimEnd().split("\n").at(-1)).toContain('"event":"result"')
  })

  test("neither --every alone nor --watch --json is taken", async () => {
    for (const words of [
      ["--every", "2"],
      ["--watch", "--json"],
    ])
      expect((await run(...words)).exit).toBe(2)
  })
})

test("Ctrl-C before anything was seen ends it with 130", async () => {
  await using mute = await loopbackFleet("mute")
  const child = start(["status"], { environment: mute.environment })
  await expect.poll(mute.contacts).toBe(1)
  child.kill("SIGINT")
  const { exit, stderr } = await ended(child)
  expect(stderr).toContain("SDOPS_INTERRUPTED")
  expect(exit).toBe(130)
})
