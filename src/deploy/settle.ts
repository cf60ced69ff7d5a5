import { setTimeout } from "node:timers/promises"
import type { Context } from "../context.ts"
import type { SdopsError } from "../errors/sdops-error.ts"
import { type DeployRecord, isFinal } from "../host/deploy-record.ts"
import { follow } from "../host/follow.ts"
import { reject } from "../host/signals.ts"
import type { Host } from "../inventory/host.ts"
import type { Supervised } from "./deployment.ts"
import type { DeployEvent } from "./event.ts"
import { openLink } from "./open-link.ts"

/** What is known of a deployment after a failure. */
export type Settled =
  | { readonly known: true; readonly record: DeployRecord }
  | { readonly known: false }

/**
 * After a failure with a supervisor on the host: tells it to turn back, over a
 * fresh connection, and waits for its last word. A host that stays silent
 * until the deadline is not known: it takes care of itself. Errors: none.
 */
export async function settle(
  host: Host,
  supervised: Supervised,
  error: SdopsError,
  context: Context<DeployEvent>,
): Promise<Settled> {
  const { contact, gate } = context.limits
  const until = performance.now() + (contact + gate) * 1000
  // Ctrl-C has stopped the stages; it must not stop this.
  const { signal } = new AbortController()
  while (performance.now() < until) {
    try {
      const record = await turnBack(host, supervised, error, {
        ...context,
        signal,
      })
      if (record !== undefined) return { known: true, record }
    } catch {
      // Out of reach so far: looked for again until the deadline.
    }
    await setTimeout(1000)
  }
  return { known: false }
}

async function turnBack(
  host: Host,
  supervised: Supervised,
  error: SdopsError,
  context: Context<DeployEvent>,
): Promise<DeployRecord | undefined> {
  const { connection, shell } = await openLink(host, context)
  await using _ = connection
  let { record } = supervised
  if (!isFinal(record.state)) {
    // It may be over already; then following says how.
    await reject(shell, supervised.key, error.code).catch(() => undefined)
  }
  for await (const followed of follow(shell, supervised.place)) {
    supervised.place = followed.place
    supervised.record = followed.record
    record = followed.record
  }
  return isFinal(record.state) ? record : undefined
}
