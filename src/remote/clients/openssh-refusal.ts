import { fail } from "../../errors/fail.ts"
import type { SdopsError } from "../../errors/sdops-error.ts"
import type { Ran } from "../../process.ts"
import { judgeHostKey } from "../trust/check-host-key.ts"
import type { Dialled } from "../dialled.ts"
import { loginOf } from "../login.ts"
import { opensshReason } from "./openssh-reason.ts"
import { scanHostKey } from "../trust/scan-host-key.ts"
import type { RemoteContext } from "../ssh-config.ts"
import { lastLines } from "../strip.ts"

/** The error behind what OpenSSH printed when it made no connection. */
export async function opensshRefusal(
  ran: Ran,
  { identities, settings, target, trust }: Dialled,
  context: RemoteContext,
): Promise<SdopsError> {
  const { hostname, port, user } = settings
  const { address, name: host } = target
  const evidence = lastLines(ran.stderr)
  const login = loginOf(target, context.environment)
  if (ran.why === "aborted") {
    const state = `the connection to ${address} was not made`
    return fail("interrupted", { state }, { host })
  }
  if (/Host key verification failed/.test(ran.stderr)) {
    const { key } = await scanHostKey(target, context)
    const distrust = key && judgeHostKey(target, trust, key)
    if (distrust !== undefined) return distrust
  }
  if (/Permission denied|Too many authentication/.test(ran.stderr)) {
    const files = identities
      .filter(({ kind }) => kind === "encrypted")
      .map(({ file }) => file)
    if (files.length > 0) {
      return fail("encryptedKey", { files }, { host, evidence })
    }
    return fail("authentication", { address, login, user }, { host, evidence })
  }
  const reason = opensshReason(ran)
  return fail(
    "unreachable",
    { address: hostname, login, port, reason },
    { host, evidence },
  )
}
