import { failureOf } from "../errors/failure-of.ts"
import { exitCodes } from "../errors/exit-codes.ts"
import type { SdopsError } from "../errors/sdops-error.ts"
import { sayFailure } from "../output/text/say-failure.ts"
import { screens } from "../output/screen.ts"

/**
 * Tells of an error where the command line wants it, and sets the exit code:
 * JSON on stdout with `--json` or `--events`, else text on stderr.
 */
export function reportError(error: SdopsError, argv: readonly string[]): void {
  const end = argv.indexOf("--")
  const words = end < 0 ? argv : argv.slice(0, end)
  const { stderr, stdout } = screens({
    noColor: words.includes("--no-color"),
  })
  const document = { error: failureOf(error) }
  if (words.includes("--json")) stdout.json(document, 2)
  else if (words.includes("--events"))
    stdout.json({ event: "error", ...document })
  else stderr.print(sayFailure(error, stderr.theme, stderr.columns))
  process.exitCode = exitCodes[error.exit]
}
