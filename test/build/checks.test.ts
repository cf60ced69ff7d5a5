import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test } from "vitest"
import { locked } from "../../bin/lock.js"
import { findCycles } from "../../build/checks/cycles.ts"
import { runChecks } from "../../build/checks/run-all.ts"

test("a cycle is found once, however long", () => {
  const next = new Map([
    ["a", ["b"]],
    ["b", ["c", "d"]],
    ["c", ["a"]],
    ["d", []],
  ])
  expect(findCycles(next)).toEqual(["a → b → c → a"])
})

test("every check runs though one fails or breaks", async () => {
  const lines: string[] = []
  const checked = await runChecks(
    [
      { name: "one", run: () => Promise.reject(new Error("broken")) },
      {
        name: "two",
        run: async () => ({ because: "no tool", how: "skipped" }) as const,
      },
      { name: "three", run: async () => ({ how: "ok" }) as const },
    ],
    (line) => lines.push(line),
  )
  expect(checked.map(({ outcome }) => outcome.how)).toEqual([
    "failed",
    "skipped",
    "ok",
  ])
  expect(lines).toContain("✗ one")
  expect(lines).toContain("– two: skipped, no tool")
})

test("the set-up's lock lets one in at a time, and all in turn", async () => {
  const folder = await mkdtemp(join(tmpdir(), "sdops-lock-"))
  let inside = 0
  let most = 0
  const work = async () => {
    inside += 1
    most = Math.max(most, inside)
    await Promise.resolve()
    inside -= 1
    return inside
  }
  const file = join(folder, "a", "lock")
  const many = Array.from({ length: 8 }, () => locked(file, work))
  expect(await Promise.all(many)).toEqual(many.map(() => 0))
  expect(most).toBe(1)
  await rm(folder, { recursive: true })
})
