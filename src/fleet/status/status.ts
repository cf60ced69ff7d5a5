import { appOf } from "../../apps/apps.ts"
import { placeOf } from "../../apps/place.ts"
import type { Context } from "../../context.ts"
import { appUnits } from "../../deploy/plan/app-units.ts"
import type { Link } from "../../host/open-link.ts"
import { type HostFacts, probe } from "../../host/probe/probe.ts"
import type { Host } from "../../inventory/host.ts"
import type { RemoteContext } from "../../remote/ssh-config.ts"
import { type Links, links } from "../links.ts"
import { rounds } from "../rounds.ts"
import { type Seen, sideBySide } from "../side-by-side.ts"
import type {
  HostState,
  HostStatus,
  StatusEvent,
  StatusResult,
} from "./result.ts"
import { summarise } from "./summarise.ts"

export type StatusInput = {
  /** Seconds between two looks; undefined: one look only. */
  readonly every: number | undefined
  readonly parallel: number
  /** Shown whatever is known so far, and each look's result. */
  readonly show: (hosts: readonly HostStatus[]) => void
}

/**
 * Looks at hosts side by side, by one connection and one probe each; changes
 * nothing. A host out of reach is a line of the result. Errors: `interrupted`
 * before the first look is over.
 */
export async function status(
  hosts: readonly Host[],
  { every, parallel, show }: StatusInput,
  context: Context<StatusEvent>,
): Promise<StatusResult> {
  await using open = links(context)
  const { emit, signal } = context
  const known = new Map<string, HostStatus>()
  const told = (seen: Seen<HostState>): void => {
    const one = statusOf(seen)
    known.set(seen.host, one)
    emit({ event: "host-seen", ...one })
    show(hosts.flatMap(({ name }) => known.get(name) ?? []))
  }
  return await rounds({ every, signal }, async () => {
    const seen = await sideBySide(
      hosts,
      { parallel, signal, told },
      async (host) => look(host, open, context),
    )
    const all = seen.map(statusOf)
    const bad = all.some(({ outcome }) => outcome === "bad")
    return { "exit-code": bad ? 1 : 0, hosts: all }
  })
}

function statusOf(seen: Seen<HostState>): HostStatus {
  if ("value" in seen) return seen.value
  return { ...seen, outcome: "bad" }
}

async function look(
  host: Host,
  open: Links,
  context: RemoteContext,
): Promise<HostState> {
  const start = performance.now()
  return open.over(host, async (link) => {
    const facts = await probe(link.shell, { units: appUnits(host) })
    const queues = await queuesOf(link, facts, context)
    const seconds = Math.round(performance.now() - start) / 1000
    return summarise(host, { facts, queues, seconds }, new Date())
  })
}

/** Seconds that an app has to tell its queue, as others are waiting. */
const patience = 5

/** The jobs of each app that runs and tells; a custom one never does. */
async function queuesOf(
  { connection }: Link,
  { apps, hostFile }: HostFacts,
  { limits, signal }: RemoteContext,
): Promise<ReadonlyMap<string, number>> {
  const answer = Math.min(limits.answer, patience)
  const { host } = connection
  const context = { host, limits: { ...limits, answer }, signal }
  const asked = (hostFile?.apps ?? []).map(async (app) => {
    const state = apps.find(({ unit }) => unit === app.unit)?.ActiveState
    if (app.kind === "custom" || state !== "active") return []
    try {
      const place = placeOf(app, connection)
      const queued = await appOf(app).queued(place, context)
      return queued === undefined ? [] : [[app.unit, queued] as const]
    } catch {
      // Whether it answers at all is doctor's to judge.
      return []
    }
  })
  return new Map((await Promise.all(asked)).flat())
}
