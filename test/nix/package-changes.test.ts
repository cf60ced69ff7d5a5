import { expect, test } from "vitest"
import { packageChanges, type Part } from "../../src/nix/package-changes.ts"

const parts = (given: Readonly<Record<string, number | undefined>>): Part[] =>
  Object.entries(given).map(([name, bytes]) => ({ bytes, name }))

const said = (...given: Parameters<typeof packageChanges>) =>
  packageChanges(...given).map(
    ({ bytesAfter, bytesBefore, from, name, to }) =>
      `${name}: ${from.join()} → ${to.join()}, ${bytesBefore} → ${bytesAfter}`,
  )

/** A system's paths, the next one's, and what is said of them. */
test.each([
  [
    "a new version",
    { "curl-8.1": 5 },
    { "curl-8.2": 7 },
    ["curl: 8.1 → 8.2, 5 → 7"],
  ],
  [
    "the same version of another hash",
    { "curl-8.1": 5 },
    { "curl-8.1": 7 },
    [],
  ],
  [
    "outputs are one package",
    { "curl-8.1": 5, "curl-8.1-bin": 1 },
    {
      "curl-8.2": 7,
      "curl-8.2-bin": 2,
    },
    ["curl: 8.1 → 8.2, 6 → 9"],
  ],
  [
    "an interpreter isn't part of the name",
    { "python3.12-torch-2.8.0": 9 },
    {
      "python3.13-torch-2.9.1": 9,
    },
    ["torch: 2.8.0 → 2.9.1, 9 → 9"],
  ],
  [
    "one that is new, and one that goes",
    { "a-1": 1 },
    { "b-2": 3 },
    ["b:  → 2, 0 → 3", "a: 1 → , 1 → 0"],
  ],
  [
    "two versions at once",
    { "glibc-2.40": 1, "glibc-2.42": 1 },
    {
      "glibc-2.42": 1,
    },
    ["glibc: 2.40,2.42 → 2.42, 2 → 1"],
  ],
  [
    "what isn't built yet has no size",
    { "a-1": 1 },
    { "a-2": undefined },
    ["a: 1 → 2, 1 → undefined"],
  ],
  [
    "texts, links and sources aren't packages",
    { etc: 1, "unit-a.service": 1 },
    {
      "a-2.tar.gz": 9,
      "x-1.patch": 2,
      "nixos-system-lithium-26.05": 1,
      "system-path": 9,
    },
    [],
  ],
] as const)("%s", (_, before, after, wanted) => {
  expect(said(parts(before), parts(after))).toEqual(wanted)
})

test("the largest change is first, whichever way", () => {
  const before = parts({ "a-1": 10, "b-1": 100, "c-1": 1 })
  const after = parts({ "a-2": 30, "b-2": 10, "c-2": 2 })
  expect(packageChanges(before, after).map(({ name }) => name)).toEqual([
    "b",
    "a",
    "c",
  ])
})
