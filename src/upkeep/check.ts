import { placedOn } from "../inventory/on-host.ts"
import { evaluationSchema } from "../deploy/plan/evaluation.ts"
import { evaluationFailure } from "../deploy/plan/evaluation-failure.ts"
import { failureOf } from "../errors/failure-of.ts"
import { newLock } from "../deploy/plan/new-lock.ts"
import { type Link, openLink } from "../host/open-link.ts"
import { fail } from "../errors/fail.ts"
import { SdopsError } from "../errors/sdops-error.ts"
import { renderTree } from "../flake/render-tree.ts"
import { readLock } from "../flake/lock/saved-lock.ts"
import { treeKey } from "../flake/tree.ts"
import { evaluate } from "../host/nix/evaluate.ts"
import { fittingJson } from "../host/fitting.ts"
import { push } from "../host/nix/push.ts"
import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"
import { nixConfig } from "../nix/nix-config.ts"
import type { RemoteContext } from "../remote/ssh-config.ts"
import type { CheckedHost, FlakeChecked } from "./check-result.ts"
import { siteOf } from "./site.ts"

export type CheckInput = {
  /** The host that evaluates all of them; else each evaluates itself. */
  readonly on: string | undefined
  /** How many machines at once. */
  readonly parallel: number
}

/**
 * Evaluates hosts and says what is wrong with each, also where it can't be
 * asked; saves and deploys nothing. Errors: `unknownHost` of `on`,
 * `interrupted`.
 */
export async function checkFlake(
  fleet: Fleet,
  hosts: readonly Host[],
  { on, parallel }: CheckInput,
  context: RemoteContext,
): Promise<FlakeChecked> {
  const site = on === undefined ? undefined : siteOf(fleet, on)
  const { default: pMap } = await import("p-map")
  const groups = site === undefined ? hosts.map(alone) : [{ hosts, site }]
  const found = await pMap(
    groups,
    async (group) => checkGroup(fleet, group, context),
    { concurrency: parallel },
  )
  const checked = found.flat()
  const failed = checked.some(({ outcome }) => outcome === "failed")
  return { "exit-code": failed ? 1 : 0, hosts: checked }
}

type Group = { readonly hosts: readonly Host[]; readonly site: Host }

function alone(host: Host): Group {
  return { hosts: [host], site: host }
}

async function checkGroup(
  fleet: Fleet,
  { hosts, site }: Group,
  context: RemoteContext,
): Promise<CheckedHost[]> {
  try {
    const link = await openLink(site, context)
    await using _connection = link.connection
    const lock =
      (await readLock(fleet)) ?? (await newLock(fleet, undefined, link))
    const checked: CheckedHost[] = []
    for (const host of hosts)
      checked.push(await checkHost({ fleet, link, lock }, host, context))
    return checked
  } catch (error) {
    return hosts.map((host) => failed(host, site.name, error, context))
  }
}

type Place = {
  readonly fleet: Fleet
  readonly link: Link
  readonly lock: string
}

async function checkHost(
  { fleet, link, lock }: Place,
  host: Host,
  context: RemoteContext,
): Promise<CheckedHost> {
  const on = link.shell.host
  try {
    const tree = await renderTree(fleet, host.name, { lock })
    const { archive: nar } = tree
    const { source } = await push(link.shell, { hash: treeKey(tree), nar })
    const { exit, json, stderr } = await evaluate(link.shell, {
      config: nixConfig({ caches: fleet.caches }),
      survey: false,
      host: host.name,
      source,
    })
    if (exit !== 0 || json === undefined)
      throw evaluationFailure(stderr, host.name, fleet)
    const asked = "the evaluation"
    const found = fittingJson(evaluationSchema, json, { asked, host: on })
    const { system, warnings = [] } = found
    return { host: host.name, on, outcome: "ok", system, warnings }
  } catch (error) {
    return failed(host, on, error, context)
  }
}

function failed(
  host: Host,
  on: string,
  error: unknown,
  { signal }: RemoteContext,
): CheckedHost {
  if (signal.aborted)
    throw fail("interrupted", { state: `${host.name} was only evaluated` })
  if (!(error instanceof SdopsError)) throw error
  const { name } = host
  const said = { ...failureOf(placedOn(error, host)), host: name }
  return { error: said, host: name, on, outcome: "failed", warnings: [] }
}
