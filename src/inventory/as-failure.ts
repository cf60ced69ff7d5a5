import { fail } from "../errors/fail.ts"
import { SdopsError } from "../errors/sdops-error.ts"
import type { Host } from "./host.ts"
import { placedOn } from "./on-host.ts"

/** A host, or just what it is called. */
type Named = Pick<Host, "name"> & Partial<Pick<Host, "address" | "user">>

/**
 * Any thrown thing as the one error type, with host and stage filled in. A
 * stop that was asked for is `interrupted`; what nobody expected is a bug.
 */
export function asFailure(
  thrown: unknown,
  named: Named,
  stage: string,
  signal: AbortSignal,
): SdopsError {
  const host = named.name
  if (signal.aborted) {
    const state = `${host} was in stage ${stage}`
    const because = thrown instanceof SdopsError ? thrown.because : []
    const at = { because, cause: thrown, host, stage }
    return fail("interrupted", { host, state }, at)
  }
  if (thrown instanceof SdopsError) {
    const own = placedOn(thrown, named)
    return own.with({ stage: own.stage ?? stage })
  }
  const message = thrown instanceof Error ? thrown.message : String(thrown)
  return fail("bug", { message }, { cause: thrown, host, stage })
}
