import fc from "fast-check"
import { expect, test } from "vitest"
import { exitCodeOf, verdicts } from "../../src/deploy/outcome/verdict.ts"
import { type Ended, isFailed, judge } from "../../src/rollout/budget.ts"

const stop = { maxFailures: 0, onFailure: "stop" } as const
const went = (verdict: Ended["verdict"], kind: Ended["kind"] = "wave") => ({
  host: "neon",
  kind,
  verdict,
})

const ended = fc.array(
  fc.record({
    host: fc.constantFrom("argon", "neon"),
    kind: fc.constantFrom("canary" as const, "last" as const, "wave" as const),
    verdict: fc.constantFrom(...verdicts),
  }),
)
const budget = fc.record({
  maxFailures: fc.nat({ max: 4 }),
  onFailure: fc.constant("stop" as const),
})

test("a failed host is one too many when none may fail", () => {
  const decision = judge([went("committed"), went("rolled-back")], stop)
  expect(decision).toEqual({
    because: "neon is rolled-back; none may fail",
    do: "stop",
  })
})

test("as many as may fail do not stop it, one more does", () => {
  const two = { ...stop, maxFailures: 2 }
  const failed = went("failed")
  expect(judge([failed, failed], two)).toEqual({ do: "go-on" })
  expect(judge([failed, failed, failed], two).do).toBe("stop")
})

test("a canary may not fail, whatever the budget", () => {
  const decision = judge([went("refused", "canary")], {
    ...stop,
    maxFailures: 9,
  })
  expect(decision).toEqual({
    because: "the canary neon is refused",
    do: "stop",
  })
})

test("what the policy tolerates and what Ctrl-C stopped cost nothing", () => {
  expect(isFailed("degraded")).toBe(false)
  expect(isFailed("interrupted")).toBe(false)
  for (const verdict of verdicts) {
    if (exitCodeOf(verdict) === 0) expect(isFailed(verdict)).toBe(false)
  }
})

test("continue never stops", () => {
  fc.assert(
    fc.property(ended, budget, (hosts, limits) => {
      const told = judge(hosts, { ...limits, onFailure: "continue" })
      expect(told).toEqual({ do: "go-on" })
    }),
  )
})

test("what has stopped stays stopped when more hosts end", () => {
  fc.assert(
    fc.property(ended, ended, budget, (hosts, more, limits) => {
      if (judge(hosts, limits).do === "go-on") return
      expect(judge([...hosts, ...more], limits).do).toBe("stop")
    }),
  )
})

test("a larger budget never stops earlier", () => {
  fc.assert(
    fc.property(ended, budget, (hosts, limits) => {
      const larger = { ...limits, maxFailures: limits.maxFailures + 1 }
      if (judge(hosts, limits).do === "stop") return
      expect(judge(hosts, larger)).toEqual({ do: "go-on" })
    }),
  )
})
