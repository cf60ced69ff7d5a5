import { fail } from "../errors/fail.ts"
import { isFailure, SdopsError } from "../errors/sdops-error.ts"
import type { AppContext } from "./app.ts"
import { type AppPlace, sayPlace } from "./place.ts"
import { sayError } from "./wait-ready.ts"

/**
 * What an app says, or undefined when nothing listens on its port.
 * Errors: `appSilent` when something listens but `look` throws;
 * `connectionLost`.
 */
export async function unlessRefused<Found>(
  app: string,
  place: AppPlace,
  context: AppContext,
  look: () => Promise<Found>,
): Promise<Found | undefined> {
  try {
    return await look()
  } catch (error) {
    context.signal.throwIfAborted()
    if (isFailure(error, "connectionLost")) throw error
    if (isRefused(error)) return undefined
    const { host, stage } = context
    throw fail(
      "appSilent",
      { app, host, url: sayPlace(place) },
      { because: [sayError(error)], cause: error, host, stage },
    )
  }
}

/**
 * Said by the kernel, by ssh2 and by OpenSSH's forwarding. A forwarding that
 * the host forbids is not this: the app may well listen.
 */
function isRefused(error: unknown): boolean {
  if (!(error instanceof Error)) return false
  const said = [error.message, ...evidenceOf(error)].join(" ")
  return (
    ("code" in error && error.code === "ECONNREFUSED") ||
    /connection refused/i.test(said) ||
    isRefused(error.cause)
  )
}

function evidenceOf(error: Error): readonly string[] {
  return error instanceof SdopsError ? error.evidence : []
}
