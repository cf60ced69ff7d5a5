import { placedOn } from "../inventory/on-host.ts"
import { failureOf } from "../errors/failure-of.ts"
import { newLock } from "../deploy/plan/new-lock.ts"
import { type Link, openLink } from "../host/open-link.ts"
import { fail } from "../errors/fail.ts"
import { SdopsError } from "../errors/sdops-error.ts"
import { readLock } from "../flake/lock/saved-lock.ts"
import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"
import { nodeLockPath, nodeLockText, readNodeLock } from "../nodes/node-lock.ts"
import { replaceNodeLock, savedNodeLock } from "../nodes/saved-node-lock.ts"
import { wheelChanges } from "../nodes/wheel-changes.ts"
import type { RemoteContext } from "../remote/ssh-config.ts"
import { newNodeLock } from "./new-node-lock.ts"
import type { LockedHost, NodesLocked } from "./nodes-result.ts"
import { siteOf } from "./site.ts"

export type LockNodesInput = {
  readonly dryRun: boolean
  readonly index: string
  /** The host that looks up for all; else each does for itself. */
  readonly on: string | undefined
  /** How many hosts at once. */
  readonly parallel: number
  /** Whether locked versions give way to newer ones. */
  readonly upgrade: boolean
  /** Further hosts where the index's files may lie. */
  readonly wheelHosts: readonly string[]
}

/**
 * Locks the wheels that hosts' custom nodes need, a file a host; what fails
 * leaves its file as it was. Errors: `unknownHost` of `on`, `interrupted`.
 */
export async function lockNodes(
  fleet: Fleet,
  hosts: readonly Host[],
  input: LockNodesInput,
  context: RemoteContext,
): Promise<NodesLocked> {
  const { on, parallel } = input
  const site = on === undefined ? undefined : siteOf(fleet, on)
  const { default: pMap } = await import("p-map")
  const locked = await pMap(
    hosts,
    async (host) => {
      const place = { fleet, host, input, site: site ?? host }
      return lockHost(place, context)
    },
    { concurrency: parallel },
  )
  const failed = locked.some(({ outcome }) => outcome === "failed")
  return { "exit-code": failed ? 1 : 0, hosts: locked }
}

type Place = {
  readonly fleet: Fleet
  readonly host: Host
  readonly input: LockNodesInput
  readonly site: Host
}

async function lockHost(
  place: Place,
  context: RemoteContext,
): Promise<LockedHost> {
  const { fleet, host, site } = place
  const nothing = {
    changes: [],
    file: nodeLockPath(host.name),
    host: host.name,
    nodes: [],
    on: site.name,
    saved: false,
    wheels: 0,
  }
  try {
    const before = await savedNodeLock(fleet, host.name)
    const declared = host.services.comfyui?.["custom-nodes"] ?? {}
    if (Object.keys(declared).length === 0) {
      const saved = await save(place, { after: undefined, before }, context)
      return { ...nothing, outcome: "no-nodes", saved }
    }
    const link = await openLink(site, context)
    await using _connection = link.connection
    return { ...nothing, ...(await resolved(place, before, link, context)) }
  } catch (error) {
    if (context.signal.aborted)
      throw fail("interrupted", {
        state: `nothing was changed on ${site.name}`,
      })
    if (!(error instanceof SdopsError)) throw error
    const said = { ...failureOf(placedOn(error, site)), host: host.name }
    return { ...nothing, error: said, outcome: "failed" }
  }
}

async function resolved(
  place: Place,
  before: string | undefined,
  link: Link,
  context: RemoteContext,
) {
  const { fleet, host, input } = place
  const lock =
    (await readLock(fleet)) ?? (await newLock(fleet, undefined, link))
  const old = before === undefined ? undefined : readNodeLock(before)
  const found = await newNodeLock({
    before: input.upgrade ? undefined : old,
    fleet,
    host,
    index: input.index,
    link,
    lock,
    wheelHosts: input.wheelHosts,
  })
  const after = nodeLockText(found.lock)
  const saved = await save(place, { after, before }, context)
  const outcome = after === before ? "same" : "locked"
  return {
    changes: wheelChanges(old, found.lock),
    nodes: found.lock.nodes.map(({ name, requirements }, index) => {
      const ignored = [...(found.requirements[index]?.ignored ?? [])]
      return { ignored, name, requirements }
    }),
    outcome,
    saved,
    wheels: found.lock.wheels.length,
  } as const
}

/** Whether it was written. */
async function save(
  { fleet, host, input }: Place,
  change: { after: string | undefined; before: string | undefined },
  context: RemoteContext,
): Promise<boolean> {
  if (input.dryRun || change.after === change.before) return false
  await replaceNodeLock(fleet, host.name, change, context)
  return true
}
