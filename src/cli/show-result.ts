import type { DeployResult } from "../deploy/result.ts"
import { resultText } from "../output/result-text.ts"
import { sayFailure } from "../output/say-failure.ts"
import { themeFor } from "../output/theme.ts"
import { columnsOf } from "../output/wrap.ts"
import type { GlobalFlags } from "./global-flags.ts"

/**
 * Shows how hosts ended: their errors on stderr, the result on stdout; as the
 * last line of NDJSON with `--events`; not at all with `--json`, which oclif
 * prints.
 */
export async function showResult(
  result: DeployResult,
  flags: GlobalFlags,
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
  const text = await resultText(
    result,
    themeFor(stdout, { colour }),
    columnsOf(stdout),
  )
  stdout.write(`${text}\n`)
}
