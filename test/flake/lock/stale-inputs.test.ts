import { expect, test } from "vitest"
import { staleInputs } from "../../../src/flake/lock/stale-inputs.ts"

/** A lock as Nix 2.26 writes it, of one input. */
function lockOf(original: object, inputs: object = { nixpkgs: "nixpkgs" }) {
  return JSON.stringify({
    nodes: { nixpkgs: { locked: {}, original }, root: { inputs } },
    root: "root",
    version: 7,
  })
}

const rev = "0123456789abcdef0123456789abcdef01234567"
const github = { owner: "NixOS", repo: "nixpkgs", type: "github" }

test.each([
  ["github:NixOS/nixpkgs", github],
  ["github:NixOS/nixpkgs/nixos-26.05", { ...github, ref: "nixos-26.05" }],
  [`github:NixOS/nixpkgs/${rev}`, { ...github, rev }],
  ["github:NixOS/nixpkgs?ref=nixos-26.05", { ...github, ref: "nixos-26.05" }],
  ["path:/nix/store/x", { path: "/nix/store/x", type: "path" }],
  ["git+https://x/y", { type: "git", url: "https://x/y" }],
  ["https://x/y.tar.gz", { type: "tarball", url: "https://x/y.tar.gz" }],
])("a lock of %s holds for it", (nixpkgs, original) => {
  expect(staleInputs(lockOf(original), { nixpkgs })).toEqual([])
})

test.each([
  ["github:NixOS/nixpkgs/nixos-26.11", { ...github, ref: "nixos-26.05" }],
  ["github:me/nixpkgs", github],
  ["path:/nix/store/y", { path: "/nix/store/x", type: "path" }],
  ["github:NixOS/nixpkgs", { path: "/nix/store/x", type: "path" }],
])("%s is stale in another's lock", (nixpkgs, original) => {
  expect(staleInputs(lockOf(original), { nixpkgs })).toEqual(["nixpkgs"])
})

test("inputs that came or went are stale", () => {
  const lock = lockOf(github, { nixpkgs: "nixpkgs", old: "nixpkgs" })
  const inputs = { new: "path:/x", nixpkgs: "github:NixOS/nixpkgs" }
  expect(staleInputs(lock, inputs)).toEqual(["new", "old"])
})

test.each(["", "{}", "[]", '{"version":6,"nodes":{},"root":"root"}'])(
  "%j is no lock",
  (text) => {
    expect(staleInputs(text, {})).toBeUndefined()
  },
)
