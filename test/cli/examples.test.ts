import { readFile } from "node:fs/promises"
import { join } from "node:path"
import pMap from "p-map"
import { beforeAll, expect, test } from "vitest"
import { loopbackFleet } from "./loopback-fleet.ts"
import { built, goesOn, root, sdops } from "./sdops.ts"

beforeAll(built)

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
  const run = async (line: string) => {
    // Each its own: some change it.
    await using fleet = await loopbackFleet("closed")
    const environment = { ...fleet.environment, CIVITAI_TOKEN: "moose" }
    const cwd = fleet.environment["SDOPS_FLEET"] ?? root
    const words = line.split(" ").slice(3)
    const options = { cwd, environment }
    // What goes on for ever has no one document.
    const form = goesOn(words) ? "--events" : "--json"
    const end = words.indexOf("--")
    const asked = words.toSpliced(end < 0 ? words.length : end, 0, form)
    const { exit, stdout } = await sdops(asked, options)
    return exit === 2 || stdout.includes("SDOPS_BUG") ? [line] : []
  }
  const wrong = await pMap(lines, run, { concurrency: 4 })
  expect(wrong.flat()).toEqual([])
}, 240_000)
