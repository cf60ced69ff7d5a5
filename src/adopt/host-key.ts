import type { Context } from "../context.ts"
import { fail } from "../errors/fail.ts"
import { judgeHostKey } from "../remote/trust/check-host-key.ts"
import {
  fingerprint,
  type HostKey,
  parseHostKey,
} from "../remote/trust/host-key.ts"
import { offeredKey } from "../remote/trust/offered-key.ts"
import { askSsh } from "../remote/ssh-config.ts"
import type { Target } from "../remote/target.ts"
import { trustOf } from "../remote/trust/trust.ts"

/**
 * The key to pin: the one that was given, else the one that the host offers,
 * once somebody has said yes to its fingerprint. A key that known_hosts speaks
 * against is never pinned. Errors: `usage` for text that is no key,
 * `unreachable`, `wrongHostKey`, `needsYes`.
 */
export async function keyToPin(
  target: Target,
  given: string | undefined,
  context: Context<never>,
): Promise<HostKey> {
  if (given !== undefined) {
    const key = parseHostKey(given)
    if (key !== undefined) return key
    throw fail("usage", {
      problem: "--host-key is not a public key; expected ssh-ed25519 AAAA…",
      try: ["sdops hosts add --help"],
    })
  }
  const settings = await askSsh(target, context)
  const offered = await offeredKey(target, settings, context)
  const trust = await trustOf(target, settings, context)
  const known = trust.keys.filter(({ type }) => type === offered.type)
  const wrong = judgeHostKey(target, { ...trust, keys: known }, offered)
  if (known.length > 0 && wrong !== undefined) throw wrong
  await context.confirm({
    flag: "--yes, or --host-key with the key shown on its console",
    host: target.name,
    text: `pin its host key ${offered.type} ${fingerprint(offered)}`,
  })
  return offered
}
