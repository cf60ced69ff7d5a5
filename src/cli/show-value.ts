import { screens } from "../output/screen.ts"
import type { Theme } from "../output/theme.ts"
import type { GlobalFlags } from "./flags/global-flags.ts"

type Shown = Pick<GlobalFlags, "events" | "json" | "noColor"> & {
  readonly noInput?: boolean
  /** False where what follows must not wait for whoever reads. */
  readonly paged?: boolean
}

/** A result as text, so many columns wide; undefined: it is shown already. */
export type SayValue<Result> = (
  result: Result,
  theme: Theme,
  columns: number,
) => Promise<string> | string | undefined

/**
 * Shows what a command returns, for people; as the last line of NDJSON with
 * `--events`; not at all with `--json`, which oclif prints.
 */
export async function showValue<Result extends object>(
  result: Result,
  flags: Shown,
  say: SayValue<Result>,
): Promise<void> {
  if (flags.json) return
  const { stdout } = screens(flags)
  if (flags.events) return stdout.json({ event: "result", ...result })
  const text = await say(result, stdout.theme, stdout.columns)
  if (text === undefined) return
  // A page waits for a person to turn it.
  if (flags.noInput === false && flags.paged !== false) await stdout.page(text)
  else stdout.print(text)
}
