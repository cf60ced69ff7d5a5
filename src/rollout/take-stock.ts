import type { Context } from "../context.ts"
import type { DeployEvent } from "../deploy/event.ts"
import type { HostResult } from "../deploy/outcome/result.ts"
import { emitter } from "../deploy/runner.ts"
import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"
import type { Journal } from "./journal.ts"
import { look } from "./look.ts"
import type { HostState, Progress } from "./replay.ts"

export type Stock = {
  /** The hosts that need no turn any more. */
  readonly known: ReadonlyMap<string, HostResult>
  /** Hosts that were under way and could not be asked. */
  readonly unknown: readonly string[]
}

/**
 * What has become of the hosts of a rollout that is resumed: those that ended
 * as the journal has it, those that were under way as they say themselves.
 * Errors: those of writing the journal.
 */
export async function takeStock(
  fleet: Fleet,
  hosts: readonly Host[],
  given: { readonly journal: Journal; readonly progress: Progress },
  context: Context<DeployEvent>,
): Promise<Stock> {
  const { journal, progress } = given
  const known = new Map<string, HostResult>()
  const unknown: string[] = []
  const ask = async (host: Host): Promise<void> => {
    const state = progress.hosts.get(host.name)
    if (state?.is === "ended") known.set(host.name, earlier(host.name, state))
    if (state?.is !== "under-way") return
    const seen = await look(fleet, host, state.id, context)
    if (seen.how === "untouched") return
    const { result } = seen
    const { seconds, verdict } = result
    emitter(context, host.name)({ event: "verdict", seconds, verdict })
    known.set(host.name, result)
    if (seen.how === "unknown") unknown.push(host.name)
    else {
      const ended = { entry: "host-ended", host: host.name } as const
      await journal.write({ ...ended, seconds, verdict })
    }
  }
  const { default: pMap } = await import("p-map")
  const { parallel } = progress.settings
  await pMap(hosts, ask, { concurrency: parallel })
  return { known, unknown }
}

function earlier(
  host: string,
  { seconds, verdict }: Extract<HostState, { is: "ended" }>,
): HostResult {
  const notes = ["ended before this rollout was resumed"]
  return { host, notes, seconds, stages: [], verdict }
}
