import { fail } from "../../errors/fail.ts"
import type { Circumstances, SdopsError } from "../../errors/sdops-error.ts"

/** What nixpkgs' fetchurl prints before it asks a site. */
const asked = /^trying (?<url>\S+)$/

/** curl's word on an answer (exit 22), as it prints it since 7.76. */
const refused = /^curl: \(22\) The requested URL returned error: (?<status>\d+)/

/** Of nix/lib/refuse-page.sh. */
const other = /^sdops: the site sent (?<what>.+) instead of the file:$/

/**
 * Why a download failed, by its log: a site that wants a login, that has no
 * such file, or that sent something else. Undefined for any other build.
 */
export function downloadFailure(
  log: readonly string[],
  name: string,
  at: Circumstances,
): SdopsError | undefined {
  const {
    status,
    url = "",
    what,
  } = Object.assign(
    {},
    ...log.map((line) => ({
      ...asked.exec(line)?.groups,
      ...refused.exec(line)?.groups,
      ...other.exec(line)?.groups,
    })),
  ) as { status?: string; url?: string; what?: string }
  if (what !== undefined) {
    const reason = `the site sent ${what} instead of the file`
    return fail("downloadFailed", { name, reason, url }, at)
  }
  if (status === undefined) return undefined
  if (status === "401" || status === "403")
    return fail("downloadLogin", { name, status, url }, at)
  const reason = `the site answered HTTP ${status}`
  return fail("downloadFailed", { name, reason, url }, at)
}
