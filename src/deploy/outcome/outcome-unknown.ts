import { fail } from "../../errors/fail.ts"
import type { SdopsError } from "../../errors/sdops-error.ts"

/**
 * A host that went out of reach while a deployment ran, and why; `last`: why it
 * couldn't be asked since.
 */
export function outcomeUnknown(
  error: SdopsError,
  id: string,
  host: string,
  last: SdopsError = error,
): SdopsError {
  const { evidence, message, stage } = error
  const since = last.message === message ? [] : [last.message, ...last.because]
  const because = [message, ...error.because, ...since]
  const circumstances = { because, cause: error, evidence, host, stage }
  return fail("outcomeUnknown", { host, id }, circumstances)
}
