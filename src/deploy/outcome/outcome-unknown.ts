import { fail } from "../../errors/fail.ts"
import type { SdopsError } from "../../errors/sdops-error.ts"

/** A host that went out of reach while a deployment ran, and why. */
export function outcomeUnknown(
  error: SdopsError,
  id: string,
  host: string,
): SdopsError {
  const { evidence, message, stage } = error
  const because = [message, ...error.because]
  const circumstances = { because, cause: error, evidence, host, stage }
  return fail("outcomeUnknown", { host, id }, circumstances)
}
