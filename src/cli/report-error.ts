import { failureOf } from "../deploy/failure-result.ts"
import { exitCodes } from "../errors/exit-codes.ts"
import type { SdopsError } from "../errors/sdops-error.ts"
import { sayFailure } from "../output/say-failure.ts"
import { themeFor } from "../output/theme.ts"
import { columnsOf } from "../output/wrap.ts"

/**
 * Tells of an error where the command line wants it, and sets the exit code:
 * JSON on stdout with `--json` or `--events`, else text on stderr.
 */
export function reportError(error: SdopsError, argv: readonly string[]): void {
  const end = argv.indexOf("--")
  const words = end < 0 ? argv : argv.slice(0, end)
  const document = { error: failureOf(error) }
  if (words.includes("--json")) {
    process.stdout.write(`${JSON.stringify(document, null, 2)}\n`)
  } else if (words.includes("--events")) {
    const line = { event: "error", ...document }
    process.stdout.write(`${JSON.stringify(line)}\n`)
  } else {
    const colour = !words.includes("--no-color")
    const theme = themeFor(process.stderr, { colour })
    const text = sayFailure(error, theme, columnsOf(process.stderr))
    process.stderr.write(`${text}\n`)
  }
  process.exitCode = exitCodes[error.exit]
}
