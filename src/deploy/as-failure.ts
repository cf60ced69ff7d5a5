import { fail } from "../errors/fail.ts"
import { SdopsError } from "../errors/sdops-error.ts"

/**
 * Any thrown thing as the one error type, with host and stage filled in. A
 * stop that was asked for is `interrupted`; what nobody expected is a bug.
 */
export function asFailure(
  thrown: unknown,
  host: string,
  stage: string,
  signal: AbortSignal,
): SdopsError {
  if (signal.aborted) {
    const state = `${host} was in stage ${stage}`
    return fail("interrupted", { host, state }, { cause: thrown, host, stage })
  }
  if (thrown instanceof SdopsError) return placed(thrown, host, stage)
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return fail("bug", { message }, { cause: thrown, host, stage })
}

function placed(error: SdopsError, host: string, stage: string): SdopsError {
  if (error.host !== undefined && error.stage !== undefined) return error
  return new SdopsError({
    because: error.because,
    cause: error.cause,
    code: error.code,
    details: error.details,
    evidence: error.evidence,
    exit: error.exit,
    help: error.help,
    host: error.host ?? host,
    message: error.message,
    name: error.kind,
    stage: error.stage ?? stage,
  })
}
