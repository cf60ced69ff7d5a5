import { expect, test } from "vitest"
import { inputReference } from "../../src/inventory/schema/input-reference.ts"

test.each([
  "git+https://example.org/x.git?ref=main",
  "github:NixOS/nixpkgs/nixos-26.05",
  "https://github.com/NixOS/nixpkgs/archive/nixos-26.05.tar.gz",
  "path:/nix/store/x",
  "tarball+file:///x.tar.gz",
])("%s is a flake reference", (written) => {
  expect(inputReference.parse(written)).toBe(written)
})

test.each([
  ["github.com/NixOS/nixpkgs", "github:NixOS/nixpkgs"],
  ["https://github.com/NixOS/nixpkgs", "github:NixOS/nixpkgs"],
  ["https://github.com/NixOS/nixpkgs/", "github:NixOS/nixpkgs"],
  ["https://github.com/NixOS/nixpkgs.git", "github:NixOS/nixpkgs"],
  ["https://github.com/o/r/tree/a/b", "github:o/r/a/b"],
  ["www.github.com/o/r", "github:o/r"],
  ["//github.com/o/r", "github:o/r"],
  ["https://gitlab.com/o/r/-/tree/main", "gitlab:o/r/main"],
  ["https://git.sr.ht/~o/r", "sourcehut:~o/r"],
  ["https://github.com/o/r/commit/0123abc", "github:o/r/0123abc"],
  ["https://github.com/o/r/commits/main", "github:o/r/main"],
])("%s was pasted; %s is meant", (written, meant) => {
  const { error } = inputReference.safeParse(written)
  expect(error?.issues[0]?.message).toBe(`a flake reference: ${meant}`)
})

test.each(["git@github.com:o/r.git", "ssh://git@github.com/o/r"])(
  "%s was cloned; a public or a private one is meant",
  (written) => {
    const { error } = inputReference.safeParse(written)
    expect(error?.issues[0]?.message).toBe(
      "a flake reference: github:o/r, or git+ssh://git@github.com/o/r for a " +
        "private one",
    )
  },
)

test.each(["", "nixpkgs", "./nixpkgs", "path:/a b", "path:\n", ":x"])(
  "%j is none",
  (written) => {
    expect(inputReference.safeParse(written).success).toBe(false)
  },
)
