import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { loopbackFleet } from "./loopback-fleet.ts"
import { built, goesOn, root, sdops } from "./sdops.ts"

type Command = { readonly examples: readonly string[]; readonly id: string }

await built()
const text = await readFile(join(root, "oclif.manifest.json"), "utf8")
const { commands } = JSON.parse(text) as {
  commands: Record<string, Command>
}
const said = Object.values(commands).map(({ examples, id }) => {
  const name = id.replaceAll(":", " ")
  const lines = examples.map((one) => one.replace("<%= command.id %>", name))
  return [name, lines] as const
})

test("every command has an example in its help", () => {
  expect(said.length).toBeGreaterThan(40)
  const without = said.filter(([, lines]) => lines.length === 0)
  expect(without).toEqual([])
})

test.concurrent.for(said)(
  "every example of sdops %s is a command line",
  { timeout: 120_000 },
  async ([, lines], { expect }) => {
    for (const line of lines) {
      const { exit, stdout } = await run(line)
      expect([line, exit]).not.toEqual([line, 2])
      expect(stdout).not.toContain("SDOPS_BUG")
    }
  },
)

async function run(line: string) {
  // Each its own: some change it.
  await using fleet = await loopbackFleet("closed")
  const environment = { ...fleet.environment, CIVITAI_TOKEN: "moose" }
  const cwd = fleet.environment["SDOPS_FLEET"] ?? root
  const words = line.split(" ").slice(3)
  // What goes on for ever has no one document.
  const form = goesOn(words) ? "--events" : "--json"
  const end = words.indexOf("--")
  const asked = words.toSpliced(end < 0 ? words.length : end, 0, form)
  return await sdops(asked, { cwd, environment })
}
