import type { RemoteContext } from "../ssh-config.ts"
import type { SshSettings } from "../ssh-settings.ts"

/** The name under which the trusted keys are handed to OpenSSH. */
export const alias = "sdops-target"

/** OpenSSH never asks, and believes only the keys of one file. */
export function strictFlags(
  knownHosts: string,
  context: RemoteContext,
): string[] {
  const session = options({
    BatchMode: "yes",
    ClearAllForwardings: "yes",
    ForwardAgent: "no",
    ForwardX11: "no",
    // Errors, and no banner that might be taken for one.
    LogLevel: "ERROR",
    PermitLocalCommand: "no",
    RemoteCommand: "none",
    RequestTTY: "no",
    Tunnel: "no",
  })
  return [...session, ...trustFlags(knownHosts, context)]
}

/** OpenSSH believes only the keys of one file; it may ask for passwords. */
export function trustFlags(
  knownHosts: string,
  { limits }: RemoteContext,
): string[] {
  return options({
    ConnectTimeout: whole(limits.connect),
    GlobalKnownHostsFile: "/dev/null",
    HostKeyAlias: alias,
    KnownHostsCommand: "none",
    ServerAliveCountMax: "3",
    ServerAliveInterval: whole(limits.keepalive),
    StrictHostKeyChecking: "yes",
    UpdateHostKeys: "no",
    UserKnownHostsFile: knownHosts,
    VerifyHostKeyDNS: "no",
    VisualHostKey: "no",
  })
}

/**
 * What a session of ours is, whatever ssh_config makes of sessions. Older
 * programs than OpenSSH 8.7 know none of these options, and refuse them.
 */
export function sessionFlags(
  { sessionOptions }: Pick<SshSettings, "sessionOptions">,
  kind: "command" | "forward",
): string[] {
  if (!sessionOptions) return []
  return options({
    ForkAfterAuthentication: "no",
    StdinNull: "no",
    // `-W` says for itself that it needs no session.
    ...(kind === "command" && { SessionType: "default" }),
  })
}

/** `-o Name=value` of each. */
export function options(values: Readonly<Record<string, string>>): string[] {
  return Object.entries(values).flatMap(([name, value]) => [
    "-o",
    `${name}=${value}`,
  ])
}

/** OpenSSH counts in whole seconds and takes 0 for never. */
function whole(seconds: number): string {
  return String(Math.max(1, Math.ceil(seconds)))
}
