import { newLock } from "../../deploy/plan/new-lock.ts"
import { fail } from "../../errors/fail.ts"
import { failureOf } from "../../errors/failure-of.ts"
import { SdopsError } from "../../errors/sdops-error.ts"
import { readLock } from "../../flake/lock/saved-lock.ts"
import { renderTree } from "../../flake/render-tree.ts"
import { treeKey } from "../../flake/tree.ts"
import { push } from "../../host/nix/push.ts"
import { type Link, openLink } from "../../host/open-link.ts"
import type { Fleet } from "../../inventory/fleet.ts"
import type { Host } from "../../inventory/host.ts"
import { placedOn } from "../../inventory/on-host.ts"
import { nixConfig } from "../../nix/nix-config.ts"
import type { RemoteContext } from "../../remote/ssh-config.ts"
import { siteOf } from "../site.ts"

export type SitesInput = {
  /** The host that evaluates all of them; else each evaluates itself. */
  readonly on: string | undefined
  /** How many machines at once. */
  readonly parallel: number
}

/** A host's tree where it is evaluated. */
export type Pushed = {
  /** Text of NIX_CONFIG. */
  readonly config: string
  readonly link: Link
  /** Its folder there. */
  readonly source: string
}

/** What became of a host. */
export type OnSite<Answer> = {
  readonly host: string
  /** The host whose Nix was asked. */
  readonly on: string
} & (
  | { readonly answer: Answer }
  | { readonly error: ReturnType<typeof failureOf> }
)

/**
 * Pushes hosts' trees to where they are evaluated and asks there; a host that
 * can't be asked is told with its error. Saves and deploys nothing. Errors:
 * `unknownHost` of `on`, `interrupted`.
 */
export async function onSites<Answer>(
  fleet: Fleet,
  hosts: readonly Host[],
  { on, parallel }: SitesInput,
  ask: (pushed: Pushed, host: Host) => Promise<Answer>,
  context: RemoteContext,
): Promise<readonly OnSite<Answer>[]> {
  const site = on === undefined ? undefined : siteOf(fleet, on)
  const { default: pMap } = await import("p-map")
  const groups =
    site === undefined
      ? hosts.map((host) => ({ hosts: [host], site: host }))
      : [{ hosts, site }]
  const found = await pMap(
    groups,
    async ({ hosts, site }): Promise<OnSite<Answer>[]> => {
      const failed = (host: Host, error: unknown) => ({
        error: told(host, error, context),
        host: host.name,
        on: site.name,
      })
      try {
        const place = await openPlace(fleet, site, context)
        await using _connection = place.link.connection
        const answers: OnSite<Answer>[] = []
        for (const host of hosts) {
          const { name } = host
          const answer = pushTree(fleet, name, place)
            .then((pushed) => ask(pushed, host))
            .then((answer) => ({ answer, host: name, on: site.name }))
          answers.push(await answer.catch((error) => failed(host, error)))
        }
        return answers
      } catch (error) {
        return hosts.map((host) => failed(host, error))
      }
    },
    { concurrency: parallel },
  )
  return found.flat()
}

type Place = { readonly link: Link; readonly lock: string }

/** A site, open, with the fleet's lock or what it would be. */
export async function openPlace(
  fleet: Fleet,
  site: Host,
  context: RemoteContext,
): Promise<Place> {
  const link = await openLink(site, context)
  try {
    const lock =
      (await readLock(fleet)) ?? (await newLock(fleet, undefined, link))
    return { link, lock }
  } catch (error) {
    await link.connection[Symbol.asyncDispose]()
    throw error
  }
}

/** Puts a host's tree onto a site. */
export async function pushTree(
  fleet: Fleet,
  name: string,
  { link, lock }: Place,
): Promise<Pushed> {
  const tree = await renderTree(fleet, name, { lock })
  const { archive: nar } = tree
  const { source } = await push(link.shell, { hash: treeKey(tree), nar })
  return { config: nixConfig({ caches: fleet.caches }), link, source }
}

function told(host: Host, error: unknown, { signal }: RemoteContext) {
  if (signal.aborted)
    throw fail("interrupted", { state: `${host.name} was only evaluated` })
  if (!(error instanceof SdopsError)) throw error
  return { ...failureOf(placedOn(error, host)), host: host.name }
}
