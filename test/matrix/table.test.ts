import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { faultPage } from "../../build/fault-page.ts"
import { isEnd, stages } from "./cell.ts"
import { covering, whole } from "./covering.ts"
import { faultNames, table } from "./table.ts"

test("on NixOS, each stage and each fault is tried at least once", () => {
  const tried = (at: 0 | 1) => new Set<string>(covering.map((cell) => cell[at]))
  expect(tried(0)).toEqual(new Set(stages))
  expect(tried(1)).toEqual(new Set(faultNames))
})

test("what is tried can be, and only once", () => {
  for (const [stage, fault] of covering)
    expect(isEnd(table[fault][stage]), `${stage}: ${fault}`).toBe(true)
  for (const cells of [covering, whole])
    expect(new Set(cells.map(String)).size).toBe(cells.length)
})

test("a cell without an end says why", () => {
  const cells = faultNames.flatMap((fault) => Object.values(table[fault]))
  expect(cells).toHaveLength(faultNames.length * stages.length)
  for (const cell of cells)
    expect(isEnd(cell) || cell.because.length > 10).toBe(true)
})

test("docs/fault-matrix.md is what build/fault-page.ts writes", async () => {
  const page = join(import.meta.dirname, "..", "..", "docs/fault-matrix.md")
  expect(await readFile(page, "utf8")).toBe(faultPage())
})
