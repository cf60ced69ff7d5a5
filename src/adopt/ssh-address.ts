import { fail } from "../errors/fail.ts"
import { judgeName } from "../inventory/host-name.ts"

/** What `sdops hosts add` is given. */
export type SshAddress = {
  readonly address: string
  readonly user: string | undefined
}

/**
 * Reads `ops@lithium.lan`, `lithium.lan` or `ssh://ops@lithium.lan`. Errors:
 * `usage`, also for a port: that belongs into ssh's own configuration, where
 * all programs find it.
 */
export function parseSshAddress(written: string): SshAddress {
  const bare = written.replace(/^ssh:\/\//, "").replace(/\/$/, "")
  const match = /^(?:(?<user>[^@]*)@)?(?<address>.+)$/.exec(bare)?.groups
  const { address = "", user } = match ?? {}
  const plain = address.replace(/^\[(.*)\]$/, "$1")
  const hasPort = /^[^:]+:\d+$/.test(address) || /\]:\d+$/.test(address)
  if (hasPort)
    throw wrong(
      `${written} has a port; say it as Port in ~/.ssh/config`,
      `ssh ${bare.replace(/:\d+$/, "")} true`,
    )
  const badUser = user !== undefined && !/^[a-z_][a-z0-9_-]*$/.test(user)
  if (badUser || !/^[A-Za-z0-9:][A-Za-z0-9._:%-]*$/.test(plain))
    throw wrong(
      `${written} is no address; expected user@host`,
      "sdops hosts add ops@lithium.lan",
    )
  return { address: plain, user }
}

/**
 * A host's name, when nobody gives one: the first label of its address, or
 * what the host calls itself. Undefined when neither can be a name.
 */
export function nameFor(
  address: string,
  hostname: string | undefined,
): string | undefined {
  const isNumber = /^[\d.]+$/.test(address) || address.includes(":")
  const words = [isNumber ? undefined : address.split(".")[0], hostname]
  return words
    .map((word) => word?.trim().toLowerCase().split(".")[0])
    .find(
      (word) =>
        word !== undefined &&
        word !== "localhost" &&
        judgeName(word) === undefined,
    )
}

function wrong(problem: string, ...help: readonly string[]): Error {
  return fail("usage", { problem, try: [...help] })
}
