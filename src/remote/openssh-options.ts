import type { RemoteContext } from "./ssh-config.ts"

/** The name under which the trusted keys are handed to OpenSSH. */
export const alias = "sdops-target"

/** OpenSSH never asks, and believes only the keys of one file. */
export function strictFlags(
  knownHosts: string,
  { limits }: RemoteContext,
): string[] {
  return options({
    BatchMode: "yes",
    ConnectTimeout: whole(limits.connect),
    ForwardAgent: "no",
    ForwardX11: "no",
    GlobalKnownHostsFile: "/dev/null",
    HostKeyAlias: alias,
    KnownHostsCommand: "none",
    PermitLocalCommand: "no",
    RequestTTY: "no",
    ServerAliveCountMax: "3",
    ServerAliveInterval: whole(limits.keepalive),
    StrictHostKeyChecking: "yes",
    UpdateHostKeys: "no",
    UserKnownHostsFile: knownHosts,
    VerifyHostKeyDNS: "no",
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
