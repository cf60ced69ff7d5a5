import { existsSync, readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { benchmarks } from "../../bench/benchmarks.ts"
import { choose } from "../../bench/choose.ts"
import { stageNames } from "../../src/deploy/stage-name.ts"
import { root } from "../cli/sdops.ts"

const page = readFileSync(join(root, "docs/development.md"), "utf8")
const words = [...page.matchAll(/`([^`\s]+)`/gu)].map(([, word]) => word ?? "")
const paths = words.filter((word) =>
  /^(bench|build|docs|nix|src|test)\//u.test(word),
)

/** The text of one section. */
function section(title: RegExp): string {
  const found = page.split(/^## /mu).find((text) => title.test(text))
  return found ?? ""
}

test("each file and folder that the page names is there", () => {
  expect(paths.length).toBeGreaterThan(60)
  expect(paths.filter((path) => !existsSync(join(root, path)))).toEqual([])
})

test("each benchmark and each case that the page runs is there", () => {
  const commands = [...page.matchAll(/^\$ npm run bench(?: -- (.*))?$/gmu)]
  expect(commands.length).toBeGreaterThan(2)
  for (const [, chosen = ""] of commands) {
    const words = chosen.split(" ").filter((word) => word !== "")
    expect(choose(words, benchmarks)).toBeInstanceOf(Array)
  }
})

test("the page has each case of the peers", () => {
  const peers = benchmarks.find(({ name }) => name === "peers")
  const names = peers?.cases ?? []
  const rows = names.map((name) => `| \`${name}\` `)
  expect(names.length).toBeGreaterThan(5)
  expect(rows.filter((start) => !page.includes(start))).toEqual([])
})

test("the page names each benchmark that has cases", () => {
  const some = benchmarks.filter(({ cases = [] }) => cases.length > 0)
  const missing = some.filter(({ name }) => !page.includes(name))
  expect(missing).toEqual([])
})

test("the walk passes through every stage", () => {
  const walk = section(/^`sdops deploy/u)
  const missing = stageNames.filter(
    (name) => !walk.includes(`src/deploy/stages/${name}.ts`),
  )
  expect(missing).toEqual([])
})

test("the table of folders has all of src", () => {
  const table = section(/^Where things live/u)
  const folders = readdirSync(join(root, "src"), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => `\`src/${name}\``)
  expect(folders.filter((name) => !table.includes(name))).toEqual([])
})

test.for([
  "a command",
  "a check of doctor",
  "an error",
  "a stage",
  "a script on hosts",
  "a key of the inventory",
  "a GPU generation",
  "an app",
])("there is a recipe for %s, which names files", (change) => {
  const recipes = section(/^Recipes/u).split(/\n\n/u)
  const mine = recipes.find((text) =>
    text.toLowerCase().startsWith(`**${change.toLowerCase()}.**`),
  )
  expect(mine).toMatch(/`(src|nix)\//u)
})
