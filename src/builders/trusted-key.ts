import type { Context } from "../context.ts"
import { judgeHostKey } from "../remote/trust/check-host-key.ts"
import { fingerprint, sayHostKey } from "../remote/trust/host-key.ts"
import { knownKeys } from "../remote/trust/known-hosts.ts"
import { offeredKey } from "../remote/trust/offered-key.ts"
import { askSsh } from "../remote/ssh-config.ts"
import type { Target } from "../remote/target.ts"

/**
 * The host key that a builder offers to this machine, once it is trusted: by
 * known_hosts, or by a person's yes. Errors: `unreachable`, `wrongHostKey`,
 * `needsYes`.
 */
export async function trustedKey(
  to: Target,
  context: Context<unknown>,
): Promise<string> {
  const { address, name } = to
  const settings = await askSsh(to, context)
  const offered = await offeredKey(to, settings, context)
  const keys = await knownKeys(settings, context)
  const error = judgeHostKey(to, { from: "known_hosts", keys }, offered)
  if (error?.kind === "unknownHostKey") {
    const text = `trust ${offered.type} ${fingerprint(offered)} for ${address}`
    await context.confirm({ flag: "--yes", host: name, text })
  } else if (error !== undefined) throw error
  return sayHostKey(offered)
}
