import type { Context } from "../context.ts"
import type { Fleet } from "../inventory/fleet.ts"
import { limitsFrom } from "../limits.ts"
import { silent } from "../output/reader.ts"
import { confirmation } from "./confirmation.ts"
import type { GlobalFlags } from "./global-flags.ts"
import { interruption } from "./interruption.ts"

type Asked = {
  readonly flags: GlobalFlags & { readonly yes?: boolean }
  /** What to run after having quit. */
  readonly recovery: string
}

/** Work on a fleet that has no events: it may ask, and Ctrl-C stops it. */
export async function withFleet<Result>(
  { flags, recovery }: Asked,
  work: (fleet: Fleet, context: Context<never>) => Promise<Result>,
): Promise<Result> {
  const environment = process.env
  const { loadFleet } = await import("../inventory/load.ts")
  const from = process.cwd()
  const fleet = await loadFleet({ fleet: flags.fleet, from }, { environment })
  const { stderr, stdin } = process
  using stopping = interruption({
    note: (text) => stderr.write(`${text}\n`),
    recovery,
  })
  const { signal, stop } = stopping
  const confirm = confirmation({
    person: !flags["no-input"] && stdin.isTTY && stderr.isTTY,
    reader: silent(stderr),
    signal,
    stop,
    yes: flags.yes ?? false,
  })
  const limits = limitsFrom(environment)
  const emit = (): void => {}
  return work(fleet, { confirm, emit, environment, limits, signal })
}
