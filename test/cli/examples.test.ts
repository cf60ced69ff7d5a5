import { readFile } from "node:fs/promises"
import { join } from "node:path"
import pMap from "p-map"
import { afterAll, beforeAll, expect, test } from "vitest"
import { type LoopbackFleet, loopbackFleet } from "./loopback-fleet.ts"
import { built, goesOn, root, sdops } from "./sdops.ts"

let fleet: LoopbackFleet
beforeAll(async () => {
  await built()
  fleet = await loopbackFleet("closed")
})
afterAll(() => fleet[Symbol.asyncDispose]())

test("every example in the help of a command is a command line", async () => {
  const text = await readFile(join(root, "oclif.manifest.json"), "utf8")
  const { commands } = JSON.parse(text) as {
    commands: Record<string, { examples: string[]; id: string }>
  }
  const lines = Object.values(commands).flatMap(({ examples, id }) => {
    expect(examples.length).toBeGreaterThan(0)
    return examples.map((example) =>
      example.replace("<%= command.id %>", id.replaceAll(":", " ")),
    )
  })
  const { environment } = fleet
  const cwd = environment["SDOPS_FLEET"] ?? root
  const run = async (line: string) => {
    const words = line.split(" ").slice(3)
    const options = { cwd, environment }
    // What goes on for ever has no one document.
    const form = words.includes("--watch") ? "--events" : "--json"
    const { exit, stdout } = await sdops([...words, form], options)
    expect([line, exit]).not.toEqual([line, 2])
    expect(stdout).not.toContain("SDOPS_BUG")
  }
  await pMap(lines, run, { concurrency: 4 })
}, 240_000)
