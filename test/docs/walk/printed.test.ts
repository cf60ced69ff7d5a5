import { existsSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { root } from "../../cli/sdops.ts"
import { changes } from "./changes.ts"
import { exceptions } from "./exceptions.ts"
import { alike, looks } from "./looks.ts"
import { commandsIn, printedCommands } from "./printed.ts"
import { commandOf, type Step } from "./step.ts"

// A command that a page prints is typed on a rehearsal host, as a look or as a
// change, by one of test/e2e/walk*.test.ts; or another that takes the same way
// is; or it is named with what stands in the way: it is in exactly one list.
const changed: readonly Step[] = Object.values(changes).flat()
const classes = [
  ["a look", looks.map(commandOf)],
  ["like a look", Object.values(alike).flat()],
  ["a change", changed.map(commandOf)],
  ["an exception", exceptions.flatMap(({ commands }) => commands)],
] as const

const printed = await printedCommands()
const commands = [...new Set(printed.map(({ command }) => command))]

test("the pages print many commands", () => {
  expect(commands.length).toBeGreaterThan(180)
})

test.for(printed)("$file: $command is known to one list", ({ command }) => {
  const found = classes.filter(([, all]) => all.includes(command))
  expect(found.map(([name]) => name)).toHaveLength(1)
})

test.for(classes)("%s is printed by a page, and listed once", ([, all]) => {
  expect(all.filter((command) => !commands.includes(command))).toEqual([])
  expect(new Set(all).size).toBe(all.length)
})

test("what stands for others is typed itself", () => {
  const typed = looks.map(commandOf)
  expect(Object.keys(alike).filter((one) => !typed.includes(one))).toEqual([])
  for (const [one, others] of Object.entries(alike))
    for (const other of others) expect(topicOf(other)).toBe(topicOf(one))
})

/** The words of a command line up to what it is told. */
function topicOf(command: string): string {
  const [name = ""] =
    /^sdops \w+(?: (?:check|list|status)\b)?/.exec(command) ?? []
  return name
}

test("what isn't typed is shown by a test that is there", () => {
  const missing = exceptions.filter(
    ({ shownBy }) => !existsSync(join(root, shownBy)),
  )
  expect(missing).toEqual([])
})

test.each([
  ["a prompt", "```console\n$ sdops status\n```", "sdops status"],
  ["a list's prompt", "   ```console\n   $ sdops gpu\n   ```", "sdops gpu"],
  ["a script", "```sh\nx=1\nsdops gpu\n```", "sdops gpu"],
  ["a line that goes on", "```sh\nsdops gpu \\\n  a\n```", "sdops gpu a"],
  ["a step of CI", "```yaml\n      - run: sdops gpu\n```", "sdops gpu"],
])("a command of %s is found", (_, page, command) => {
  expect(commandsIn(page)).toEqual([command])
})
