import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { beforeAll, expect, test } from "vitest"
import { pagerFor } from "../../src/output/pager.ts"
import { built, root } from "../cli/sdops.ts"

beforeAll(built)

const screen = (more: object = {}) =>
  ({ columns: 80, isTTY: true, rows: 24, ...more }) as never
const lines = (count: number, width = 1) =>
  Array.from({ length: count }, () => "x".repeat(width)).join("\n")

test.each([
  ["it fits", lines(23), {}, {}, undefined],
  ["it is too long", lines(24), {}, {}, "less"],
  ["its lines are wrapped", lines(12, 81), {}, {}, "less"],
  [
    "colours take no room",
    `\u001B[32m${lines(12, 80)}\u001B[39m`,
    {},
    {},
    undefined,
  ],
  [
    "it has an own one",
    lines(24),
    { PAGER: "more", SDOPS_PAGER: "most -x" },
    {},
    "most -x",
  ],
  ["it has a usual one", lines(24), { PAGER: "more" }, {}, "more"],
  [
    "none is wanted",
    lines(24),
    { PAGER: "more", SDOPS_PAGER: "" },
    {},
    undefined,
  ],
  ["cat is none", lines(24), { PAGER: "cat" }, {}, undefined],
  ["nobody reads", lines(24), {}, { isTTY: false }, undefined],
  ["the terminal is dumb", lines(24), { TERM: "dumb" }, {}, undefined],
  ["its height isn't known", lines(24), {}, { rows: 0 }, undefined],
])("where %s", (_, text, environment, more, pager) => {
  expect(pagerFor(text, screen(more), environment)).toBe(pager)
})

const noPty = spawnSync("script", ["--version"]).status !== 0
const program = join(root, "bin", "run.js")

function onTerminal(words: string, pager: string): string {
  const run = `stty rows 12 cols 80; ${process.execPath} ${program} ${words}`
  return spawnSync("script", ["-qec", run, "/dev/null"], {
    encoding: "utf8",
    env: { ...process.env, SDOPS_PAGER: pager, TERM: "xterm" },
  }).stdout
}

test.skipIf(noPty)("a long result is paged, with its last line", () => {
  const shown = onTerminal("help errors", "echo begun; cat; echo ended")
  expect(shown).toMatch(/^begun\r\n[^]*SDOPS_WRONG_HOST_KEY[^]*ended\r\n$/)
})

test.skipIf(noPty).each([
  ["it is JSON", "help errors --json", "echo begun; cat"],
  ["nobody is asked", "help errors --no-input", "echo begun; cat"],
  ["it fits", "hosts list --fleet .", "echo begun; cat"],
  ["there is no such pager", "help errors", "no-such-pager 2>/dev/null"],
])("a result is shown as it is where %s", (_, words, pager) => {
  const shown = onTerminal(words, pager)
  expect(shown).not.toContain("begun")
  expect(shown).toMatch(/SDOPS_WRONG_HOST_KEY|lithium/)
})

test.skipIf(noPty)("a pager that is left early is no failure", () => {
  const ended = onTerminal("help errors && echo fine", "head -1")
  expect(ended).toContain("fine")
})
