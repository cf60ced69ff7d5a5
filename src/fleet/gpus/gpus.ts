import type { Context } from "../../context.ts"
import { readGpus } from "../../host/driver/gpus.ts"
import type { Host } from "../../inventory/host.ts"
import { links } from "../links.ts"
import { rounds } from "../rounds.ts"
import { type Seen, sideBySide } from "../side-by-side.ts"
import { readTexts } from "./read.ts"
import type { GpuEvent, GpuResult, HostGpus } from "./result.ts"

export type GpuInput = {
  /** Seconds between two looks; undefined: one look only. */
  readonly every: number | undefined
  readonly parallel: number
  /** Shown whatever is known so far. */
  readonly show: (hosts: readonly HostGpus[]) => void
}

/**
 * Looks at the GPUs of hosts side by side, by one connection each; changes
 * nothing. A host out of reach is a line of the result. Errors: `interrupted`
 * before the first look is over.
 */
export async function gpus(
  hosts: readonly Host[],
  { every, parallel, show }: GpuInput,
  context: Context<GpuEvent>,
): Promise<GpuResult> {
  await using open = links(context)
  const { emit, signal } = context
  const known = new Map<string, HostGpus>()
  const told = (seen: Seen<HostGpus>): void => {
    const one = "value" in seen ? seen.value : seen
    known.set(seen.host, one)
    emit({ event: "gpus-seen", ...one })
    show(hosts.flatMap(({ name }) => known.get(name) ?? []))
  }
  return await rounds({ every, signal }, async () => {
    const seen = await sideBySide<HostGpus>(
      hosts,
      { parallel, signal, told },
      async (host) =>
        open.over(host, async ({ shell }) => {
          const texts = await readGpus(shell)
          return { host: host.name, ...readTexts(host, texts) }
        }),
    )
    const all = seen.map((one) => ("value" in one ? one.value : one))
    const failed = all.some((one) => "error" in one)
    return { "exit-code": failed ? 1 : 0, hosts: all }
  })
}
