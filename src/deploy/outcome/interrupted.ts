import { fail } from "../../errors/fail.ts"
import type { SdopsError } from "../../errors/sdops-error.ts"
import type { Verdict } from "./verdict.ts"

/** An interruption, with the state that the host is left in. */
export function interruptedIn(
  error: SdopsError,
  host: string,
  verdict: Verdict,
): SdopsError {
  const { because, cause, evidence, stage } = error
  const left = stateOf[verdict] ?? "nothing was changed"
  const state = `${host} was in stage ${stage ?? "connect"}; ${left}`
  const circumstances = { because, cause, evidence, host, stage }
  return fail("interrupted", { host, state }, circumstances)
}

const stateOf: Partial<Readonly<Record<Verdict, string>>> = {
  committed: "the new system runs and is the boot default",
  conflict: "somebody else has switched it meanwhile",
  degraded: "the new system is the boot default, with failed units",
  repaired: "the driver was reloaded",
  "rolled-back": "the system of before runs again",
  staged: "the new system is the boot default, but doesn't run yet",
  stranded: "how it ended is not known: the host takes care of itself",
  tested: "the new system runs, and isn't the boot default",
}
