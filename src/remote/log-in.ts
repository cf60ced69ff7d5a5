import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { fail } from "../errors/fail.ts"
import { onTerminal } from "../process.ts"
import { alias, trustFlags } from "./clients/openssh-options.ts"
import { runtimeFolder } from "./clients/runtime-folder.ts"
import { askSsh, type RemoteContext, targetFlags } from "./ssh-config.ts"
import type { Target } from "./target.ts"
import { judgeHostKey } from "./trust/check-host-key.ts"
import { sayHostKey } from "./trust/host-key.ts"
import { scanHostKey } from "./trust/scan-host-key.ts"
import { trustOf } from "./trust/trust.ts"

/**
 * Hands the terminal to OpenSSH, logged in to a host whose key is checked as
 * for every connection. All else is the user's own ssh_config: a terminal,
 * forwards, RemoteCommand. Input: `flags` of ssh for this time, such as `-t`.
 * Output: ssh's exit code, which is that of what ran there. Errors:
 * `sshConfig`, `unknownHostKey`, `usage`.
 */
export async function logIn(
  target: Target,
  words: readonly string[],
  context: RemoteContext,
  flags: readonly string[] = [],
): Promise<number> {
  const { environment } = context
  const settings = await askSsh(target, context)
  const trust = await trustOf(target, settings, context)
  if (trust.keys.length === 0) {
    const { key } = await scanHostKey(target, context)
    const distrust = key && judgeHostKey(target, trust, key)
    if (distrust !== undefined) throw distrust
  }
  await using folder = await runtimeFolder(environment)
  const knownHosts = join(folder.path, "known_hosts")
  const lines = trust.keys.map((key) => `${alias} ${sayHostKey(key)}\n`)
  await writeFile(knownHosts, lines.join(""), { mode: 0o600 })
  const exit = await onTerminal(
    [
      "ssh",
      ...flags,
      ...targetFlags(target, environment),
      ...trustFlags(knownHosts, context),
      "--",
      target.address,
      ...words,
    ],
    { environment },
  )
  if (exit !== undefined) return exit
  const { address, name: host } = target
  const because = ["ssh is not installed"]
  throw fail("sshConfig", { address }, { because, host })
}
