import type { DeployResult } from "../deploy/result.ts"
import { sayFailure } from "../output/say-failure.ts"
import { type Theme, themeFor } from "../output/theme.ts"
import { columnsOf } from "../output/wrap.ts"
import type { GlobalFlags } from "./global-flags.ts"

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
  const { stderr, stdout } = process
  if (flags.json) return
  if (flags.events) {
    stdout.write(`${JSON.stringify({ event: "result", ...result })}\n`)
    return
  }
  const colour = !flags["no-color"]
  const theme = themeFor(stderr, { colour })
  for (const { error } of result.hosts) {
    if (error === undefined) continue
    stderr.write(`${sayFailure(error, theme, columnsOf(stderr))}\n`)
  }
  const text = await say(
    result,
    themeFor(stdout, { colour }),
    columnsOf(stdout),
  )
  stdout.write(`${text}\n`)
}
