import { fail } from "../errors/fail.ts"
import type { SdopsError } from "../errors/sdops-error.ts"
import { lacksOfAssertions } from "../inventory/incompleteness.ts"
import { readEvaluationError } from "../nix/evaluation-error.ts"
import { nixFailure } from "../nix/nix-failure.ts"
import { causeOf, readProblems } from "../nix/problems.ts"

/**
 * Why a host's system did not evaluate, by Nix's stderr. Where NixOS asks for
 * a root file system or a boot loader, the host is incomplete (design §6).
 */
export function evaluationFailure(stderr: string, host: string): SdopsError {
  const during = "the evaluation"
  const failure = nixFailure(stderr, { during, where: host })
  const cause = causeOf(readProblems(stderr))
  if (cause?.kind !== "evaluation") return failure
  const { assertions } = readEvaluationError(cause)
  const lacks = lacksOfAssertions(assertions)
  if (lacks.length === 0) return failure
  const { evidence } = failure
  const because = [...assertions]
  return fail("hostIncomplete", { host, lacks }, { because, evidence })
}
