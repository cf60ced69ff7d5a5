import type { DeployResult } from "../deploy/outcome/result.ts"
import { sayFailure } from "../output/text/say-failure.ts"
import { screens } from "../output/screen.ts"
import type { Theme } from "../output/theme.ts"
import type { GlobalFlags } from "./flags/global-flags.ts"

/** A result as text, so many columns wide. */
export type SayResult<Result> = (
  result: Result,
  theme: Theme,
  columns: number,
) => Promise<string>

/**
 * Shows how hosts ended: their errors on stderr, the result on stdout; as the
 * last line of NDJSON with `--events`; not at all with `--json`, which oclif
 * prints.
 */
export async function showResult<Result extends DeployResult>(
  result: Result,
  flags: GlobalFlags,
  say: SayResult<Result>,
): Promise<void> {
  const { stderr, stdout } = screens(flags)
  if (flags.json) return
  if (flags.events) return stdout.json({ event: "result", ...result })
  for (const { error } of result.hosts) {
    if (error === undefined) continue
    stderr.print(sayFailure(error, stderr.theme, stderr.columns))
  }
  stdout.print(await say(result, stdout.theme, stdout.columns))
}
