import type { Host } from "../inventory/host.ts"
import type { SecretsList } from "./result.ts"

/** The declared secrets of hosts, and where each is on its host. */
export function listSecrets(hosts: readonly Host[]): SecretsList {
  const secrets = hosts.flatMap((host) =>
    Object.entries(host.secrets).map(([name, secret]) => ({
      from: secret.from,
      host: host.name,
      mode: secret.mode ?? "0400",
      name,
      owner: `${secret.owner ?? "root"}:${secret.group ?? "root"}`,
      path: `/run/sdops-secrets/${name}`,
      units: [...(secret.units ?? [])],
    })),
  )
  return { "exit-code": 0, secrets }
}
