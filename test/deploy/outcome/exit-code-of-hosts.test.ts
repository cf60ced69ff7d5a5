import { expect, test } from "vitest"
import { failureOf } from "../../../src/errors/failure-of.ts"
import { exitCodeOfHosts } from "../../../src/deploy/outcome/exit-code-of-hosts.ts"
import { interruptedIn } from "../../../src/deploy/outcome/interrupted.ts"
import type { HostResult } from "../../../src/deploy/outcome/result.ts"
import { type Verdict, verdicts } from "../../../src/deploy/outcome/verdict.ts"
import { fail } from "../../../src/errors/fail.ts"

function hostThat(verdict: Verdict, stopped: boolean): HostResult {
  const circumstances = { host: "lithium", stage: "gate" }
  const error = fail("interrupted", { state: "" }, circumstances)
  const told = interruptedIn(error, "lithium", verdict)
  return {
    ...(stopped && { error: failureOf(told) }),
    host: "lithium",
    notes: [],
    seconds: 1,
    stages: [],
    verdict,
  }
}

test.for(verdicts)("a stop is 130, also where the host is %s", (verdict) => {
  const other = hostThat("conflict", false)
  expect(exitCodeOfHosts([other, hostThat(verdict, true)])).toBe(130)
})

test("without a stop the worst verdict counts", () => {
  const hosts = (["committed", "rolled-back", "failed"] as const).map(
    (verdict) => hostThat(verdict, false),
  )
  expect(exitCodeOfHosts(hosts)).toBe(4)
  expect(exitCodeOfHosts([])).toBe(0)
})

test("an interruption says what the host is left with", () => {
  expect(hostThat("rolled-back", true).error?.message).toBe(
    "interrupted: lithium was in stage gate; " +
      "the previous system is running again",
  )
  expect(hostThat("failed", true).error?.message).toContain("nothing was chan")
  expect(hostThat("stranded", true).error?.message).toContain("is unknown")
})
