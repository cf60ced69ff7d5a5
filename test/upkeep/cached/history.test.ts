import { assert, integer, property } from "fast-check"
import { expect, test } from "vitest"
import { chosen } from "../../../src/upkeep/cached/candidates.ts"
import { historyOf } from "../../../src/upkeep/cached/history-of.ts"

const rev = "a".repeat(40)

/** What an input is, where its history is, and one revision of it. */
test.each([
  [
    "github:NixOS/nixpkgs/nixos-26.05",
    "https://github.com/NixOS/nixpkgs.git",
    "nixos-26.05",
    `github:NixOS/nixpkgs/${rev}`,
  ],
  [
    "github:NixOS/nixpkgs",
    "https://github.com/NixOS/nixpkgs.git",
    undefined,
    `github:NixOS/nixpkgs/${rev}`,
  ],
  [
    "github:o/r/b?dir=sub&host=git.lan",
    "https://git.lan/o/r.git",
    "b",
    `github:o/r/${rev}?dir=sub&host=git.lan`,
  ],
  ["gitlab:o/r/b", "https://gitlab.com/o/r.git", "b", `gitlab:o/r/${rev}`],
  [
    "gitlab:group%2Fsub/r",
    "https://gitlab.com/group/sub/r.git",
    undefined,
    `gitlab:group%2Fsub/r/${rev}`,
  ],
  ["sourcehut:~o/r/b", "https://git.sr.ht/~o/r", "b", `sourcehut:~o/r/${rev}`],
  [
    "git+https://git.lan/r.git?ref=main",
    "https://git.lan/r.git",
    "main",
    `git+https://git.lan/r.git?ref=main&rev=${rev}`,
  ],
  [
    "git+ssh://git@git.lan/r",
    "ssh://git@git.lan/r",
    undefined,
    `git+ssh://git@git.lan/r?rev=${rev}`,
  ],
  [
    "https://codeberg.org/o/r/archive/main.tar.gz",
    "https://codeberg.org/o/r.git",
    "main",
    `https://codeberg.org/o/r/archive/${rev}.tar.gz`,
  ],
] as const)("%s has a history", (reference, url, ref, at) => {
  const history = historyOf(reference)
  expect(history).toMatchObject({ ref, url })
  expect(history?.at(rev)).toBe(at)
})

test.each([
  `github:NixOS/nixpkgs/${rev}`,
  `git+https://git.lan/r.git?rev=${rev}`,
  `https://codeberg.org/o/r/archive/${rev}.tar.gz`,
  "path:/srv/nixpkgs",
  "git+file:///srv/nixpkgs",
  "nixpkgs",
  "https://channels.nixos.org/nixos-26.05/nixexprs.tar.xz",
])("%s has none", (reference) => {
  expect(historyOf(reference)).toBeUndefined()
})

test("candidates lie between the newest and what is locked", () => {
  const history = ["e", "d", "c", "b", "a"]
  const of = (after: string | undefined, most: number, until = "e") =>
    chosen(history, { after, most, until }).join("")
  expect(of("a", 9)).toBe("dcb")
  expect(of(undefined, 9)).toBe("dcba")
  expect(of("gone", 9)).toBe("dcba")
  expect(of("a", 9, "d")).toBe("cb")
  expect(of("d", 9)).toBe("")
  expect(of("a", 0)).toBe("")
})

test("of many, some are taken that lie evenly apart, the newest first", () => {
  assert(
    property(
      integer({ max: 500, min: 2 }),
      integer({ max: 40, min: 1 }),
      (length, most) => {
        const history = Array.from({ length }, (_, at) => `r${at}`)
        const found = chosen(history, { after: undefined, most, until: "r0" })
        const at = found.map((one) => Number(one.slice(1)))
        expect(found).toHaveLength(Math.min(most, length - 1))
        expect(at[0]).toBe(1)
        expect(at).toEqual([...new Set(at)].toSorted((a, b) => a - b))
        const gaps = at.slice(1).map((one, i) => one - (at[i] ?? 0))
        if (gaps.length > 0)
          expect(Math.max(...gaps) - Math.min(...gaps)).toBeLessThan(2)
      },
    ),
  )
})
