import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { z } from "zod"
import { type LoopbackFleet, loopbackFleet } from "./loopback-fleet.ts"
import { built, sdops } from "./sdops.ts"

let fleet: LoopbackFleet
beforeAll(async () => {
  await built()
  fleet = await loopbackFleet("closed")
})
afterAll(() => fleet[Symbol.asyncDispose]())

/** Commands about what is on a host, whatever this machine knows. */
const commands = [
  ["confirm"],
  ["generations"],
  ["lock", "release"],
  ["lock", "status"],
  ["reboot"],
  ["rollback", "--to", "2"],
] as const

describe.for(
  commands.map((words) => ({ command: words, said: words.join(" ") })),
)("$said of a host out of reach", ({ command }) => {
  const run = (...words: string[]) =>
    sdops([...command, "lithium", ...words], fleet)

  test("says so, with the command that helps", async () => {
    const { exit, stderr, stdout } = await run("--quiet")
    expect(exit).toBe(1)
    expect(stderr + stdout).toMatch(/can't reach 127\.0\.0\.1/)
    expect(stderr + stdout).toMatch(/try +ssh -F/)
  })

  test("answers by the schema with --json", async () => {
    const words = command.filter((word) => /^[a-z]+$/.test(word))
    const { stdout } = await sdops(["schema", ...words], fleet)
    const schema = z.fromJSONSchema(JSON.parse(stdout))
    const said = await run("--json")
    expect(said.exit).toBe(1)
    const answer = JSON.parse(said.stdout)
    schema.parse(answer)
    expect(answer.hosts).toMatchObject([
      { error: { code: "SDOPS_UNREACHABLE" }, host: "lithium" },
    ])
  })
})
