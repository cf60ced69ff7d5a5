import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { beforeAll, expect, test } from "vitest"
import { groups } from "../../src/cli/root-help.ts"
import { built, root, sdops } from "./sdops.ts"

beforeAll(built)

test("the first page of help has each command in one group", async () => {
  const text = await readFile(join(root, "oclif.manifest.json"), "utf8")
  const { commands } = JSON.parse(text) as { commands: object }
  const words = Object.keys(commands).map((id) => id.split(":")[0])
  const shown = groups.flatMap(([, names]) => names)
  expect(shown.toSorted()).toEqual([...new Set(words)].toSorted())
})

test("it begins with what is typed every day", async () => {
  const { stdout } = await sdops(["--help"])
  const rows = stdout
    .split("\n")
    .flatMap((line) => /^ {2}([a-z]+) {2,}\S/.exec(line)?.[1] ?? [])
  expect(rows).toEqual(groups.flatMap(([, names]) => names))
  expect(rows.slice(0, 5)).toEqual([
    "plan",
    "deploy",
    "status",
    "doctor",
    "rollback",
  ])
  expect((await sdops(["help"])).stdout).toBe(stdout)
})
