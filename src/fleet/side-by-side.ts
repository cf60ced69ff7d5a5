import { fail } from "../errors/fail.ts"
import { failureOf } from "../errors/failure-of.ts"
import { type FailureResult } from "../errors/failure-result.ts"
import { SdopsError } from "../errors/sdops-error.ts"
import type { Host } from "../inventory/host.ts"
import { placedOn } from "../inventory/on-host.ts"

/** What came of a host, or why nothing did. */
export type Seen<Value> =
  | { readonly host: string; readonly value: Value }
  | { readonly error: FailureResult; readonly host: string }

type Named = Pick<Host, "address" | "name" | "port" | "user">

/**
 * Does something with each host, so many at once; a host's own errors are in
 * what came of it, so none keeps the others from theirs. Output: in the order
 * of the hosts. Errors: `interrupted`; what nobody expected.
 */
export async function sideBySide<Value, Machine extends Named = Host>(
  hosts: readonly Machine[],
  options: {
    readonly parallel: number
    readonly signal: AbortSignal
    /** What became of a host that was interrupted. */
    readonly state?: (host: string) => string
    /** Told of each as soon as it is known. */
    readonly told?: (seen: Seen<Value>) => void
  },
  work: (host: Machine) => Promise<Value>,
): Promise<readonly Seen<Value>[]> {
  const { default: pMap } = await import("p-map")
  const { parallel, signal, told } = options
  const { state = (name) => `${name} was only looked at` } = options
  return pMap(
    hosts,
    async (host) => {
      const seen = await see(host, work, { signal, state })
      told?.(seen)
      return seen
    },
    { concurrency: parallel },
  )
}

async function see<Value, Machine extends Named>(
  host: Machine,
  work: (host: Machine) => Promise<Value>,
  { signal, state }: Stopped,
): Promise<Seen<Value>> {
  const { name } = host
  try {
    if (signal.aborted) throw interrupted(name, state(name))
    return { host: name, value: await work(host) }
  } catch (error) {
    if (signal.aborted) throw interrupted(name, state(name))
    if (!(error instanceof SdopsError)) throw error
    return { error: failureOf(placedOn(error, host)), host: name }
  }
}

type Stopped = {
  readonly signal: AbortSignal
  readonly state: (host: string) => string
}

function interrupted(host: string, state: string): SdopsError {
  return fail("interrupted", { host, state }, { host })
}
