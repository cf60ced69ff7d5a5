import { limitsFrom } from "../limits.ts"
import { ndjson } from "../output/ndjson.ts"
import { type Reader, silent } from "../output/reader.ts"
import { themeFor } from "../output/theme.ts"
import type { GlobalFlags } from "./flags/global-flags.ts"

const heartbeat = 30

/**
 * The reader for these flags and this terminal: NDJSON for `--events`, nothing
 * for `--json` and `--quiet`, the tree for people, lines for everything else.
 */
export async function chooseReader(
  hosts: readonly string[],
  flags: GlobalFlags,
  environment: NodeJS.ProcessEnv,
): Promise<Reader> {
  const { stderr, stdout } = process
  if (flags.events) return ndjson(stdout, stderr)
  if (flags.json || flags.quiet) return silent(stderr)
  if (showsTree(flags, environment)) {
    const { terminal } = await import("../output/terminal.ts")
    const theme = themeFor(stderr, { colour: !flags.noColor })
    const limits = limitsFrom(environment)
    return terminal({ environment, hosts, limits, stream: stderr, theme })
  }
  const { plain } = await import("../output/plain.ts")
  const { verbose } = flags
  const now = (): Date => new Date()
  return plain({ heartbeat, now, stream: stderr, verbose })
}

/** A tree needs a terminal that can be redrawn, and one who looks at it. */
function showsTree(flags: GlobalFlags, environment: NodeJS.ProcessEnv) {
  const { columns, isTTY } = process.stderr
  const able = isTTY && columns >= 40 && environment["TERM"] !== "dumb"
  return able && !flags.verbose && !environment["CI"]
}
