import { expect, test } from "vitest"
import { timesOf } from "../../../src/deploy/build/remember-times.ts"
import { estimates, minutesOf } from "../../../src/deploy/heavy/estimates.ts"
import { parseBuildTimes } from "../../../src/nix/build-times.ts"
import { store } from "../facts.ts"

const slow = [
  { hours: 3, name: "torch", version: "2.9.1" },
  { hours: 1, name: "magma", version: "2.9.0" },
].map((one) => ({
  ...one,
  drv: `${store(`python3.13-${one.name}-${one.version}`)}.drv`,
}))

test("what was built before takes as long again; else a table tells", () => {
  const guesses = estimates(slow, parseBuildTimes("magma 600\nnccl 9\n"))
  expect(guesses).toEqual([
    { by: "table", minutes: 180, name: "torch 2.9.1" },
    { by: "history", minutes: 10, name: "magma 2.9.0" },
  ])
  expect(minutesOf(guesses)).toBe(190)
  expect(minutesOf(estimates(slow))).toBe(240)
})

test("the longest is first, whoever tells", () => {
  const guesses = estimates(slow, new Map([["torch", 30]]))
  expect(guesses.map(({ minutes }) => minutes)).toEqual([60, 0.5])
})

test.each(["", "torch", "torch x", "torch -1", "a b 1", "\0 1", "torch 1e9"])(
  "%j is no time",
  (line) => expect(parseBuildTimes(line).size).toBe(0),
)

/** A build of a run, and what is remembered of it. */
test.each([
  ["heavy", { heavy: true, seconds: 2.4 }, [{ name: "x", seconds: 2 }]],
  [
    "heavy and quick",
    { heavy: true, seconds: 0.2 },
    [{ name: "x", seconds: 1 }],
  ],
  ["light and quick", { heavy: false, seconds: 9 }, []],
  [
    "light and slow",
    { heavy: false, seconds: 90 },
    [{ name: "x", seconds: 90 }],
  ],
  ["unfinished", { heavy: true }, []],
] as const)("of one that is %s", (_, given, wanted) => {
  const one = { derivation: `${store("x-1")}.drv`, name: "x-1", on: "host" }
  expect(timesOf({ built: [{ ...one, ...given }] })).toEqual(wanted)
})
