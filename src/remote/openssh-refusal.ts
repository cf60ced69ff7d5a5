import { fail } from "../errors/fail.ts"
import type { SdopsError } from "../errors/sdops-error.ts"
import type { Ran } from "../process.ts"
import { judgeHostKey } from "./check-host-key.ts"
import type { Dialled } from "./dialled.ts"
import { scanHostKey } from "./scan-host-key.ts"
import type { RemoteContext } from "./ssh-config.ts"
import { lastLines } from "./strip.ts"

/** The error behind what OpenSSH printed when it made no connection. */
export async function opensshRefusal(
  ran: Ran,
  { identities, settings, target, trust }: Dialled,
  context: RemoteContext,
): Promise<SdopsError> {
  const { hostname, port, user } = settings
  const { address, name: host } = target
  const evidence = lastLines(ran.stderr)
  if (ran.why === "aborted") {
    const state = `the connection to ${address} was not made`
    return fail("interrupted", { state }, { host })
  }
  if (/Host key verification failed/.test(ran.stderr)) {
    const offered = await scanHostKey(target, context)
    const distrust = offered && judgeHostKey(target, trust, offered)
    if (distrust !== undefined) return distrust
  }
  if (/Permission denied|Too many authentication/.test(ran.stderr)) {
    const files = identities
      .filter(({ kind }) => kind === "encrypted")
      .map(({ file }) => file)
    if (files.length > 0) {
      return fail("encryptedKey", { files }, { host, evidence })
    }
    return fail("authentication", { user, address }, { host, evidence })
  }
  const reason = sayReason(ran)
  return fail(
    "unreachable",
    { address: hostname, port, reason },
    { host, evidence },
  )
}

const reasons: readonly (readonly [RegExp, string])[] = [
  [/Connection refused/, "connection refused"],
  [/Could not resolve hostname/, "the name does not resolve"],
  [/No route to host/, "no route to the host"],
  [/Network is unreachable/, "the network is unreachable"],
  [/timed out/i, "no answer"],
  [/Connection reset/, "connection reset"],
]

function sayReason(ran: Ran): string {
  if (ran.why === "deadline") return "no answer"
  const known = reasons.find(([pattern]) => pattern.test(ran.stderr))
  return known?.[1] ?? lastLines(ran.stderr, 1)[0] ?? "ssh ended without a word"
}
