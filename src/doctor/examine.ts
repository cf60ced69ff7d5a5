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
  const { code, cure, evidence = [] } = judgement
  return {
    check: id,
    ...(code !== undefined && { code }),
    cure: [...cure],
    evidence: evidence.flatMap((line) => lastLines(line)),
    finding,
    means,
    outcome,
  }
}
