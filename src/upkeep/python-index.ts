import { fail } from "../errors/fail.ts"
import { secretRefusal, withoutUrlSecrets } from "../secret-in-url.ts"

/** It is told in commands, so it has nothing that a shell reads. */
const address =
  /^https?:\/\/(?:[a-z0-9.-]+|\[[a-f0-9:.]+\])(?::\d+)?(?:\/[\w.~:/%+,=-]*)?$/i

/** Python's own. */
export const pythonIndex = "https://pypi.org/simple"

/**
 * The index that a flag names, without a last slash; else Python's own. Errors:
 * `usage` for no http address, and for one with a secret, which others of the
 * host would see.
 */
export function indexFrom(written: string | undefined): string {
  if (written === undefined) return pythonIndex
  const refuse = (problem: string) =>
    fail("usage", { problem, try: [`sdops nodes lock --index ${pythonIndex}`] })
  const secret = secretRefusal(
    written,
    ", which every user of the host could read",
  )
  if (secret !== undefined) throw refuse(`--index takes ${secret}`)
  const said = withoutUrlSecrets(written)
  if (!address.test(written))
    throw refuse(`--index must be an http or https address, not ${said}`)
  return written.replace(/\/+$/, "")
}

const hostName = /^(?:[a-z0-9](?:[a-z0-9.-]*[a-z0-9])?|\[[a-f0-9:.]+\])$/i

/** Names of hosts, in lower case. Errors: `usage` for anything else. */
export function wheelHostsFrom(written: readonly string[]): readonly string[] {
  const wrong = written.find((host) => !hostName.test(host))
  if (wrong === undefined) return written.map((host) => host.toLowerCase())
  const said = withoutUrlSecrets(wrong)
  throw fail("usage", {
    problem: `--wheel-host must be a host's name, not ${said}`,
    try: ["sdops nodes lock --help"],
  })
}
