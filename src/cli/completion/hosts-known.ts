import type { GlobalFlags } from "../flags/global-flags.ts"
import { fleetOf } from "../inventory-of.ts"

/**
 * What hosts can be said as: names, tags, `all`. Nothing where there is no
 * fleet, or one with mistakes: who completes isn't told of those.
 */
export async function hostsKnown(
  flags: Pick<GlobalFlags, "fleet">,
): Promise<readonly string[]> {
  try {
    const { hosts } = await fleetOf(flags)
    const tags = [...hosts.values()].flatMap((host) => host.tags)
    const said = [...new Set(tags.map((tag) => `@${tag}`)), "all"]
    return [...said, ...hosts.keys()].toSorted()
  } catch {
    return []
  }
}
