import { expect, test } from "vitest"
import {
  exitCodeOf,
  type Verdict,
  verdicts,
  worstExitCode,
} from "../../../src/deploy/outcome/verdict.ts"

test.for([
  ["committed", 0],
  ["conflict", 7],
  ["degraded", 5],
  ["failed", 1],
  ["interrupted", 130],
  ["refused", 3],
  ["rolled-back", 4],
  ["stranded", 6],
  ["unchanged", 0],
] as const)("%s exits with %d", ([verdict, code]) => {
  expect(exitCodeOf(verdict)).toBe(code)
})

test("several hosts exit with the worst of them", () => {
  const worstFirst: readonly Verdict[] = [
    "interrupted",
    "stranded",
    "conflict",
    "rolled-back",
    "failed",
    "refused",
    "degraded",
    "committed",
  ]
  for (const [at, verdict] of worstFirst.entries()) {
    const rest = worstFirst.slice(at)
    expect(worstExitCode(rest.toReversed())).toBe(exitCodeOf(verdict))
  }
})

test("no hosts at all is no failure", () => {
  expect(worstExitCode([])).toBe(0)
})

test("the verdicts are sorted", () => {
  expect([...verdicts]).toEqual([...verdicts].toSorted())
})
