import { asFailure } from "../inventory/as-failure.ts"
import { stopOf } from "../doctor/hop.ts"
import { SdopsError } from "../errors/sdops-error.ts"

/**
 * Goes one step on the way to a host; an error names the hop where it ended
 * (DNS, port, host key, authentication, elevation) as its stage.
 */
export async function atHop<Found>(
  host: string,
  signal: AbortSignal,
  go: () => Promise<Found>,
): Promise<Found> {
  try {
    return await go()
  } catch (error) {
    const isQuestion = error instanceof SdopsError && error.kind === "needsYes"
    const hop =
      error instanceof SdopsError && !isQuestion
        ? stopOf(error).hop
        : "host-key"
    throw asFailure(error, { name: host }, hop, signal)
  }
}
