import type { Context } from "../context.ts"
import { deployHost } from "../deploy/deploy-host.ts"
import type { DeployEvent } from "../deploy/event.ts"
import { recordId } from "../deploy/record-id.ts"
import type { HostResult } from "../deploy/outcome/result.ts"
import type { Sites } from "../deploy/site/site.ts"
import { stagesFor } from "../deploy/stages.ts"
import { exitCodeOf } from "../deploy/outcome/verdict.ts"
import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"
import type { Journal } from "./journal.ts"
import type { Settings } from "./settings.ts"

type Turn = {
  readonly fleet: Fleet
  readonly host: Host
  readonly journal: Journal
  readonly settings: Settings
  readonly sites: Sites
}

/**
 * Deploys one host; in the journal before it begins and after it ended. The
 * journal has the id that the record on the host will have. Errors: those of
 * writing the journal.
 */
export async function hostTurn(
  { fleet, host, journal, settings, sites }: Turn,
  context: Context<DeployEvent>,
): Promise<HostResult> {
  const id = recordId()
  await journal.write({ entry: "host-started", host: host.name, id })
  const input = {
    allowHeavyBuilds: settings.allowHeavyBuilds,
    engine: "sdops",
    goal: "switch",
    id,
  } as const
  const beginning = { fleet, host, input, sites }
  const result = await deployHost(stagesFor(input), beginning, context)
  const { seconds, verdict } = result
  // Ctrl-C turned it back, so it gets its turn again.
  const stopped = context.signal.aborted && exitCodeOf(verdict) !== 0
  const told = stopped ? "interrupted" : verdict
  await journal.write({
    entry: "host-ended",
    host: host.name,
    seconds,
    verdict: told,
  })
  return result
}
