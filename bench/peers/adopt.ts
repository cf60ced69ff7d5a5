import type { LabHost } from "../../test/lab/host.ts"

/** deploy-rs leaves a profile that is not the system which it has started. */
export async function adopt(hosts: readonly LabHost[]): Promise<void> {
  const script = `system=$(readlink -f /run/current-system)
    nix-env --profile /nix/var/nix/profiles/system --set "$system"
    "$system/bin/switch-to-configuration" boot`
  const ran = await Promise.all(hosts.map((host) => host.exec(script)))
  for (const { exit, stderr } of ran) if (exit !== 0) throw new Error(stderr)
}
