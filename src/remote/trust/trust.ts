import { fail } from "../../errors/fail.ts"
import { scanWords } from "../../login-words.ts"
import type { Trust } from "./check-host-key.ts"
import { parseHostKey } from "./host-key.ts"
import { knownKeys } from "./known-hosts.ts"
import type { RemoteContext } from "../ssh-config.ts"
import type { SshSettings } from "../ssh-settings.ts"
import type { Target } from "../target.ts"

/**
 * The keys that a host may have: the pinned one alone, or else known_hosts.
 * Errors: `usage` when the pinned text is no public key.
 */
export async function trustOf(
  target: Target,
  settings: SshSettings,
  context: RemoteContext,
): Promise<Trust> {
  const { hostKey, name } = target
  if (hostKey === undefined) {
    const keys = await knownKeys(settings, context)
    return { keys, from: "known_hosts" }
  }
  const key = parseHostKey(hostKey)
  if (key === undefined) {
    const problem = `the host-key of ${name} is not a public key`
    throw fail("usage", { problem, try: [scanWords(target)] }, { host: name })
  }
  return { keys: [key], from: "inventory" }
}
