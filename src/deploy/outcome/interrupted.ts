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
  committed: "the new system is running and is the boot default",
  conflict: "somebody else switched it in the meantime",
  degraded: "the new system is the boot default, with failed units",
  repaired: "the driver was reloaded",
  "rolled-back": "the previous system is running again",
  staged: "the new system is the boot default, but not running yet",
  stranded: "the outcome is unknown; the host takes care of itself",
  tested: "the new system is running, but isn't the boot default",
}
