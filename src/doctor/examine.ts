import { type Mend, sayMend } from "../host/mend/mend.ts"
import { lastLines, strip } from "../remote/strip.ts"
import type { Check, Judgement } from "./check.ts"
import type { Finding } from "./result.ts"

/** Runs checks over facts: a finding of each that applies, in order. */
export function examine<Facts>(
  checks: readonly Check<Facts>[],
  facts: Facts,
): Finding[] {
  return checks
    .filter((check) => check.appliesTo(facts))
    .map((check) => findingOf(check, check.judge(facts)))
}

/** What `--fix` does about what checks find, each cure once. */
export function mendsOf<Facts>(
  checks: readonly Check<Facts>[],
  facts: Facts,
): readonly Mend[] {
  const mends = checks
    .filter((check) => check.appliesTo(facts))
    .flatMap((check) => {
      const judgement = check.judge(facts)
      return "mend" in judgement && judgement.mend ? [judgement.mend] : []
    })
  return [...new Map(mends.map((mend) => [sayMend(mend), mend])).values()]
}

/** The findings of checks whose facts could not be had. */
export function unseen<Facts>(
  checks: readonly Check<Facts>[],
  because: string,
): Finding[] {
  return checks.map((check) =>
    findingOf(check, { finding: because, outcome: "skip" }),
  )
}

function findingOf(
  { id, means }: Pick<Check<never>, "id" | "means">,
  judgement: Judgement,
): Finding {
  const { outcome } = judgement
  // Hosts write parts of it (design §10).
  const finding = strip(judgement.finding)
  if (outcome === "ok" || outcome === "skip")
    return { check: id, cure: [], evidence: [], finding, outcome }
  const { code, cure, evidence = [], mend } = judgement
  return {
    check: id,
    ...(code !== undefined && { code }),
    cure: [...cure],
    evidence: evidence.flatMap((line) => lastLines(line)),
    finding,
    ...(mend !== undefined && { fix: sayMend(mend) }),
    means,
    outcome,
  }
}
