import { fail } from "../errors/fail.ts"
import { hasCredentials } from "../nodes/credentials.ts"

/** Python's own. */
export const pythonIndex = "https://pypi.org/simple"

/**
 * The index that a flag names, else Python's own. Errors: `usage` for no http
 * address, and for one with a password, which others of the host would see.
 */
export function indexFrom(written: string | undefined): string {
  if (written === undefined) return pythonIndex
  const tries = [`--index ${pythonIndex}`]
  if (hasCredentials(written)) {
    const problem = "--index takes an address without password and query"
    throw fail("usage", { problem, try: tries })
  }
  if (!/^https?:\/\/[^\s/]+/.test(written) || !URL.canParse(written)) {
    const problem = `--index takes an http or https address, not ${written}`
    throw fail("usage", { problem, try: tries })
  }
  return written
}
