import type { Context } from "../../context.ts"
import { readEntries } from "../../deploy/journal/file.ts"
import { openLink } from "../../host/open-link.ts"
import { readRecords } from "../../host/record/records.ts"
import type { Fleet } from "../../inventory/fleet.ts"
import type { Host } from "../../inventory/host.ts"
import type { RemoteContext } from "../../remote/ssh-config.ts"
import { type Seen, sideBySide } from "../side-by-side.ts"
import { merge } from "./merge.ts"
import { ofHost } from "./of-host.ts"
import type { HistoryResult, PastDeployment } from "./result.ts"

type Input = {
  /** Asks no host: only the journal of the fleet's folder. */
  readonly here: boolean
  /** How many of each host. */
  readonly limit: number
  readonly parallel: number
}

/**
 * Tells the last deployments of hosts, by whomever: what the hosts' records
 * say, and what was deployed from this folder. Changes nothing. A host out of
 * reach is told from the journal alone. Errors: `interrupted`.
 */
export async function history(
  fleet: Fleet,
  hosts: readonly Host[],
  { here, limit, parallel }: Input,
  context: Context<object>,
): Promise<HistoryResult> {
  const { signal } = context
  const asked = here
    ? []
    : await sideBySide(hosts, { parallel, signal }, (host) =>
        askHost(host, context),
      )
  const seen = new Map(asked.map((one) => [one.host, one]))
  const { entries, unreadable } = await readEntries(fleet.root)
  const deployments = hosts.flatMap(({ name }) => {
    const own = entries.filter(({ host }) => host === name)
    return merge(toldBy(seen.get(name)), own).slice(0, limit)
  })
  const unread = asked.flatMap((one) => ("error" in one ? [one] : []))
  return {
    deployments,
    "exit-code": unread.length > 0 ? 1 : 0,
    notes:
      unreadable > 0 ? [`the journal has ${unreadable} unreadable lines`] : [],
    unread,
  }
}

function toldBy(seen: Seen<readonly PastDeployment[]> | undefined) {
  return seen !== undefined && "value" in seen ? seen.value : []
}

async function askHost(
  host: Host,
  context: RemoteContext,
): Promise<readonly PastDeployment[]> {
  const link = await openLink(host, context)
  await using _ = link.connection
  return ofHost(host.name, await readRecords(link.shell), new Date())
}
