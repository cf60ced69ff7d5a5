import { fail } from "../errors/fail.ts"
import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"
import { selectHosts } from "../inventory/select/select.ts"

/**
 * The host whose Nix does what this machine can't: the one that is named, else
 * the first by name whose key is pinned. Errors: `unknownHost`, also for a
 * fleet without hosts; `usage` when several are named.
 */
export function siteOf(
  fleet: Pick<Fleet, "hosts">,
  named: string | undefined,
): Host {
  const hosts = selectHosts(fleet, [named ?? "all"])
  if (named !== undefined && hosts.length > 1) {
    const problem = `--on takes one host, but ${named} matches ${hosts.length}`
    throw fail("usage", { problem, try: ["sdops hosts list"] })
  }
  const pinned = hosts.find((host) => host.hostKey !== undefined)
  return (pinned ?? hosts[0]) as Host
}
