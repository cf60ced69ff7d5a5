import fc from "fast-check"
import { expect, test } from "vitest"
import { judgeLock } from "../../../src/flake/lock/judge-lock.ts"
import { lockOf, sound, type Node } from "../locks.ts"

const judge = (reference: string, after: string, before?: string) =>
  judgeLock({ after, before, inputs: { nixpkgs: reference } })

const references = Object.keys(sound)
const nodeOf = (reference: string) => sound[reference] as Node

test.each(references)("what Nix locks of %s is taken", (reference) => {
  expect(judge(reference, lockOf(nodeOf(reference)))).toBeUndefined()
})

const other = "fedcba9876543210fedcba9876543210fedcba98"
const evil = [
  { type: "tarball", url: "https://evil.example/nixpkgs.tar.gz" },
  { url: "https://releases.nixos.org.evil.example/nixexprs.tar.xz" },
  { url: "http://x.example.org/y.tar.gz" },
  { url: "https://x.example.org/z.tar.gz" },
  { url: "https://git.example.org/you/x/archive/main.tar.gz" },
  { url: "https://releases.nixos.org/nixos/15.09/x/nixexprs.tar.xz" },
  { owner: "evil" },
  { repo: "nixpkgs-2" },
  { host: "evil.example" },
  { dir: "evil" },
  { path: "/tmp/evil" },
  { type: "path", path: "/tmp/evil" },
  { narHash: undefined },
  { narHash: "sha1-2jmj7l5rSw0yVb/vlWAYkK/YBwk=" },
  { submodules: true, evil: 1 },
  { type: "constructor" },
].map((bad) => bad as Readonly<Record<string, unknown>>)

test.each(references.flatMap((one) => evil.map((bad) => [one, bad] as const)))(
  "of %s nobody may lock %j",
  (reference, bad) => {
    const { locked, original } = nodeOf(reference)
    const changed = { ...locked, ...bad }
    expect(judge(reference, lockOf({ locked: changed, original }))).toMatch(
      /^nixpkgs doesn't match/,
    )
  },
)

test.each(references)("nor another original than %s", (reference) => {
  for (const theirs of references) {
    if (theirs === reference) continue
    const why = judge(reference, lockOf(nodeOf(theirs)))
    expect(why).toMatch(/^nixpkgs is \{.*, not /)
  }
})

test.each(["rev", "narHash"])("nor another %s than was asked for", (what) => {
  const reference = references.find((one) => one.includes("0123")) ?? ""
  const { locked, original } = nodeOf(reference)
  const asked = `${reference}?narHash=${encodeURIComponent(String(locked["narHash"]))}`
  const pinned = { ...original, narHash: locked["narHash"] }
  const good = lockOf({ locked, original: pinned })
  expect(judge(asked, good)).toBeUndefined()
  const hash = `sha256-${Buffer.alloc(32).toString("base64")}`
  const bad = { ...locked, [what]: what === "rev" ? other : hash }
  expect(judge(asked, lockOf({ locked: bad, original: pinned }))).toBeDefined()
})

const usual = "github:NixOS/nixpkgs/nixos-26.05"
const node = nodeOf(usual)
const evilNode = {
  locked: {
    narHash: node.locked["narHash"],
    type: "tarball",
    url: "https://evil.example/x.tar.gz",
  },
  original: { id: "utils", type: "indirect" },
}

test.each([
  ["", "not a lock"],
  ["[]", "not a lock"],
  [lockOf(node).replace('"version":7', '"version":6'), "not a lock"],
  [lockOf(node).replace('"nodes":{', '"nodes":{"__proto__":{},'), "not a lock"],
  [lockOf(undefined), "isn't locked"],
  [lockOf({}), "is {}"],
  [lockOf({ original: node.original }), "isn't locked"],
  [lockOf({ ...node, flake: false }), "no longer a flake"],
  [lockOf({ ...node, parent: ["x"] }), "belongs to another"],
  [lockOf({ ...node, inputs: { utils: "utils" } }), "points nowhere"],
  [
    lockOf({ ...node, inputs: { utils: "utils" } }, { utils: evilNode }),
    "a name without an address",
  ],
  [lockOf(node, { root: { inputs: { nixpkgs: "root" } } }), "isn't locked"],
  [
    lockOf(node, { root: { inputs: { evil: "nixpkgs", nixpkgs: "nixpkgs" } } }),
    "nobody asked for the input evil",
  ],
])("%j is refused: %s", (text, why) => {
  expect(judge(usual, text)).toContain(why)
})

test("what wasn't to be moved stays, whatever its nodes are called", () => {
  const before = lockOf({ ...node, inputs: { x: "x" } }, { x: node })
  const renamed = lockOf({ ...node, inputs: { x: "x_2" } }, { x_2: node })
  const { locked } = node
  const moved = { ...node, locked: { ...locked, rev: other } }
  const below = lockOf({ ...node, inputs: { x: "x" } }, { x: moved })
  expect(judge(usual, renamed, before)).toBeUndefined()
  expect(judge(usual, lockOf(moved), before)).toContain("moved unasked")
  expect(judge(usual, below, before)).toContain("moved unasked")
  expect(judge(usual, lockOf(moved), lockOf(moved))).toBeUndefined()
  // Which was asked for by another reference before.
  expect(judge("github:NixOS/nixpkgs", lockOf(node), before)).toBeDefined()
})

const key = fc.constantFrom("owner", "repo", "url", "path", "type", "rev", "x")
const value = fc.oneof(fc.string(), fc.integer(), fc.constant(null))

test("no change of where an input comes from gets through", () => {
  fc.assert(
    fc.property(fc.constantFrom(...references), key, value, (from, at, is) => {
      const { locked, original } = nodeOf(from)
      if (locked[at] === is) return
      const after = lockOf({ locked: { ...locked, [at]: is }, original })
      expect(judge(from, after)).toBeTypeOf("string")
    }),
    { numRuns: 500 },
  )
})

test("no text at all makes it fail", () => {
  const json = fc.json({ maxDepth: 6 })
  fc.assert(
    fc.property(fc.oneof(fc.string(), json), (text) => {
      expect(judge(usual, text)).toBeTypeOf("string")
    }),
  )
  const deep: Record<string, unknown> = {}
  for (let at = 0; at < 1500; at++)
    deep[`n${at}`] = { ...node, inputs: { next: `n${(at + 1) % 1500}` } }
  const ring = lockOf({ ...node, inputs: { next: "n0" } }, deep)
  expect(judge(usual, ring, ring)).toBeUndefined()
})
