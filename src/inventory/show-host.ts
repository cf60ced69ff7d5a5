import { fail } from "../errors/fail.ts"
import type { Fleet } from "./fleet.ts"
import type { Host } from "./host.ts"
import { asWritten } from "./edit/host-text.ts"
import type { ShownHost } from "./listing.ts"
import { originsOf } from "./read/origins.ts"
import { readInventory } from "./read/read.ts"

/**
 * One host, complete, and where each value is written. Errors: `usage` when
 * the selector named several.
 */
export async function showHost(
  fleet: Pick<Fleet, "root">,
  hosts: readonly Host[],
): Promise<ShownHost> {
  const [host, ...others] = hosts
  if (host === undefined || others.length > 0) {
    const problem = `expected one host; these are ${hosts.length}`
    throw fail("usage", { problem, try: ["sdops hosts list"] })
  }
  const said = asWritten(host)
  const texts = readInventory(fleet.root, () => new Set([host.name]))
  const from = await originsOf(texts, host.name, said)
  return { from, host: { address: host.address, ...said }, name: host.name }
}
