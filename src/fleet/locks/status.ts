import type { Context } from "../../context.ts"
import { openLink } from "../../host/open-link.ts"
import { readRecords } from "../../host/record/records.ts"
import type { Host } from "../../inventory/host.ts"
import { sideBySide } from "../side-by-side.ts"
import { lockOf } from "./lock-of.ts"
import type { LockStatus } from "./result.ts"

/**
 * Who holds each host's deploy lock; changes nothing. Errors: `interrupted`; a
 * host's own are in its result.
 */
export async function statusOfLocks(
  hosts: readonly Host[],
  { parallel }: { readonly parallel: number },
  context: Context<unknown>,
): Promise<LockStatus> {
  const { signal } = context
  const seen = await sideBySide(hosts, { parallel, signal }, async (host) => {
    const link = await openLink(host, context)
    await using _ = link.connection
    return lockOf(host.name, await readRecords(link.shell), new Date())
  })
  const failed = seen.some((one) => "error" in one)
  return {
    "exit-code": failed ? 1 : 0,
    hosts: seen.map((one) => ("value" in one ? one.value : one)),
  }
}
