import type { Context } from "../context.ts"
import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"
import { checkHost } from "./check-host.ts"
import type { CacheCheck, HostSeen } from "./result.ts"

type Input = {
  /** How many hosts at once. */
  readonly parallel: number
  /** Whether a warning counts as a failure. */
  readonly strict: boolean
}

/**
 * Has each host ask every cache for what is heavy in its system. Changes
 * nothing but for a pushed source tree. Errors: `interrupted`; all others are
 * a host's result.
 */
export async function checkCaches(
  fleet: Fleet,
  hosts: readonly Host[],
  { parallel, strict }: Input,
  context: Context<HostSeen>,
): Promise<CacheCheck> {
  const { default: pMap } = await import("p-map")
  const seen = await pMap(
    hosts,
    async (host) => {
      const one = await checkHost(fleet, host, context)
      context.emit(one)
      return one
    },
    { concurrency: parallel },
  )
  const failed = seen.some(
    ({ outcome }) => outcome === "bad" || (strict && outcome === "warn"),
  )
  return { "exit-code": failed ? 1 : 0, hosts: seen }
}
