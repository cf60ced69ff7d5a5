import { existsSync } from "node:fs"
import { run } from "../../process.ts"
import { type HostKey, parseHostKey } from "./host-key.ts"
import type { RemoteContext } from "../ssh-config.ts"
import type { SshSettings } from "../ssh-settings.ts"

/** The name under which known_hosts keeps a host. */
export function knownHostsName(settings: SshSettings): string {
  if (settings.hostKeyAlias !== undefined) return settings.hostKeyAlias
  if (settings.port === 22) return settings.hostname
  return `[${settings.hostname}]:${settings.port}`
}

/** The keys that the user's known_hosts files hold for a host, hashed too. */
export async function knownKeys(
  settings: SshSettings,
  context: RemoteContext,
): Promise<HostKey[]> {
  const name = knownHostsName(settings)
  const files = settings.knownHosts.filter((file) => existsSync(file))
  const found = await Promise.all(
    files.map((file) =>
      run(["ssh-keygen", "-F", name, "-f", file], {
        deadline: context.limits.connect,
        environment: context.environment,
        signal: context.signal,
      }),
    ),
  )
  return found.flatMap((ran) => parseFound(ran.stdout))
}

/** The lines of `ssh-keygen -F`; marked ones need OpenSSH and are left out. */
export function parseFound(text: string): HostKey[] {
  return text
    .split("\n")
    .filter((line) => line !== "" && !/^[#@]/.test(line))
    .map((line) => parseHostKey(line.replace(/^\S+\s+/, "")))
    .filter((key) => key !== undefined)
}
