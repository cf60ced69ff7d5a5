import type { Context } from "../../context.ts"
import { openLink } from "../../host/open-link.ts"
import {
  type Generations,
  type KnownGeneration,
  readGenerations,
} from "../../host/generations/generations.ts"
import type { Host } from "../../inventory/host.ts"
import { sideBySide } from "../side-by-side.ts"
import type { GenerationsResult, ShownGeneration } from "./result.ts"

/**
 * What each host could go back to; changes nothing. Errors: `interrupted`; a
 * host's own are in its result.
 */
export async function generationsOf(
  hosts: readonly Host[],
  { parallel }: { readonly parallel: number },
  context: Context<unknown>,
): Promise<GenerationsResult> {
  const { signal } = context
  const seen = await sideBySide(hosts, { parallel, signal }, async (host) => {
    const link = await openLink(host, context)
    await using _ = link.connection
    const known = await readGenerations(link.shell)
    return known.list.map((one) => shown(one, known))
  })
  const failed = seen.some((one) => "error" in one)
  return {
    "exit-code": failed ? 1 : 0,
    hosts: seen.map((one) =>
      "error" in one ? one : { generations: [...one.value], host: one.host },
    ),
  }
}

function shown(one: KnownGeneration, known: Generations): ShownGeneration {
  const { made, nixos, number, sdops, toplevel } = one
  const { bootDefault, booted, current, profile } = known
  const systems = { "boot-default": bootDefault, booted, current, profile }
  const uses = (
    ["boot-default", "booted", "current", "profile"] as const
  ).filter((use) => systems[use] === toplevel)
  const by = known.records.records.find(
    ({ record }) => record.committedGeneration === String(number),
  )?.record
  return {
    ...(sdops && { apps: [...sdops.apps] }),
    ...(sdops?.driver && { driver: sdops.driver }),
    generation: number,
    made: new Date(made * 1000).toISOString(),
    ...(nixos && { nixos }),
    ...(by && { record: by.id }),
    toplevel,
    uses,
    ...(by?.who && { who: by.who }),
  }
}
