import { expect, test } from "vitest"
import { movesBetween } from "../../src/upkeep/moves.ts"

type Locked = Readonly<Record<string, unknown>>

function lockOf(inputs: Readonly<Record<string, Locked>>): string {
  const names = Object.keys(inputs)
  const nodes = names.map((name) => [name, { locked: inputs[name] }])
  const root = { inputs: Object.fromEntries(names.map((n) => [n, n])) }
  return JSON.stringify({
    nodes: { ...Object.fromEntries(nodes), root },
    root: "root",
    version: 7,
  })
}

const github = { lastModified: 1_790_000_000, narHash: "sha256-a", rev: "aa" }

test("an input moves by its commit, or by its content without one", () => {
  const before = lockOf({
    commit: github,
    content: { narHash: "sha256-a", type: "path" },
    gone: github,
    still: github,
  })
  const after = lockOf({
    came: github,
    commit: { ...github, lastModified: 1_790_086_400, rev: "bb" },
    content: { narHash: "sha256-b", type: "path" },
    still: { ...github, lastModified: 5 },
  })
  const moves = movesBetween(before, after)
  expect(moves.map(({ change, input }) => [input, change])).toEqual([
    ["came", "added"],
    ["commit", "moved"],
    ["content", "moved"],
    ["gone", "dropped"],
    ["still", "same"],
  ])
  expect(moves[1]).toMatchObject({
    from: { date: "2026-09-21T14:13:20.000Z", revision: "aa" },
    to: { date: "2026-09-22T14:13:20.000Z", revision: "bb" },
  })
})

test("without a lock before, everything is added", () => {
  const moves = movesBetween(undefined, lockOf({ nixpkgs: github }))
  expect(moves).toMatchObject([{ change: "added", input: "nixpkgs" }])
})
