import { expect, test } from "vitest"
import { nar, narHash } from "../../src/flake/nar.ts"
import type { TreeFile } from "../../src/flake/tree.ts"

function file(content: string, executable = false): TreeFile {
  return { content: Buffer.from(content), executable }
}

// Restored by nix-store 2.26.3, which then printed this hash and wrote the
// same bytes again with --dump; see nar.lab.test.ts for the live proof.
test("an archive's hash is what Nix prints", () => {
  const files = new Map([
    ["b/x", file("hé\0", true)],
    ["a", file("")],
    ["B", file("12345678")],
    ["ü/\u{10000}", file("q")],
    ["ü/\uffee", file("q")],
  ])
  expect(narHash(nar(files))).toBe(
    "sha256-2zsLSvbkCKOyLsaP5pzcykQDq4e9PRLCUudSvMe27ZE=",
  )
})

test("the order of the files doesn't matter", () => {
  const one = new Map([
    ["a/b", file("1")],
    ["a.b", file("2")],
  ])
  const other = new Map([...one].toReversed())
  expect(nar(one)).toEqual(nar(other))
})

test.each([[["a", "a/b"]], [["a/b", "a"]], [["a/"]], [[""]]])(
  "%j is no tree",
  (paths) => {
    const files = new Map(paths.map((path) => [path, file("")]))
    expect(() => nar(files)).toThrow(/file/)
  },
)
