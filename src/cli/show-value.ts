import { screens } from "../output/screen.ts"
import type { Theme } from "../output/theme.ts"
import type { GlobalFlags } from "./flags/global-flags.ts"

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
  flags: Pick<GlobalFlags, "events" | "json" | "noColor">,
  say: SayValue<Result>,
): Promise<void> {
  if (flags.json) return
  const { stdout } = screens(flags)
  if (flags.events) return stdout.json({ event: "result", ...result })
  const text = await say(result, stdout.theme, stdout.columns)
  if (text !== undefined) stdout.print(text)
}
