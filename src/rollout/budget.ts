import { exitCodes } from "../errors/exit-codes.ts"
import { exitCodeOf, type Verdict } from "../deploy/outcome/verdict.ts"
import type { Settings, Wave } from "./settings.ts"

/** A host that has ended, and in which kind of wave it went. */
export type Ended = {
  readonly host: string
  readonly kind: Wave["kind"]
  readonly verdict: Verdict
}

export type Decision =
  | { readonly do: "go-on" }
  | { readonly do: "stop"; readonly because: string }

/**
 * Whether a rollout goes on, judged after each host: a canary may not fail, of
 * the others no more than the budget has. `continue` never stops.
 */
export function judge(
  ended: readonly Ended[],
  budget: Pick<Settings, "maxFailures" | "onFailure">,
): Decision {
  if (budget.onFailure === "continue") return { do: "go-on" }
  const failures = ended.filter(({ verdict }) => isFailed(verdict))
  const canary = failures.find(({ kind }) => kind === "canary")
  if (canary !== undefined) {
    const { host, verdict } = canary
    return { because: `the canary ${host} is ${verdict}`, do: "stop" }
  }
  const most = budget.maxFailures
  if (failures.length <= most) return { do: "go-on" }
  const said = failures.map(({ host, verdict }) => `${host} is ${verdict}`)
  const because = `${said.join(", ")}; ${most === 0 ? "none" : most} may fail`
  return { because, do: "stop" }
}

/**
 * Whether a verdict costs from the budget. `degraded` is what the policy
 * tolerates; a host that Ctrl-C stopped has shown nothing.
 */
export function isFailed(verdict: Verdict): boolean {
  const { degraded, interrupted, ok } = exitCodes
  const fine: readonly number[] = [degraded, interrupted, ok]
  return !fine.includes(exitCodeOf(verdict))
}
