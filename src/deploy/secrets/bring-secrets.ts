import {
  type PlacedSecrets,
  placeSecrets,
} from "../../host/secrets/place-secrets.ts"
import type { HostShell } from "../../host/shell.ts"
import { declaredApps } from "../../inventory/declared-apps.ts"
import type { Host } from "../../inventory/host.ts"
import { resolveSecret } from "../../secret-reference.ts"

type Context = Parameters<typeof resolveSecret>[1]

/**
 * Brings a host the values of its declared secrets. Apps, which may have jobs,
 * get a changed value when they next start; with `units`, others that want it
 * start again. Errors: `secretMissing`, those of the connection.
 */
export async function bringSecrets(
  host: Pick<Host, "secrets" | "services">,
  shell: HostShell,
  { restart }: { readonly restart: "files" | "units" },
  context: Context,
): Promise<PlacedSecrets> {
  const secrets = await Promise.all(
    Object.entries(host.secrets).map(async ([name, { from, units = [] }]) => ({
      name,
      units,
      value: await resolveSecret(from, context),
    })),
  )
  if (secrets.length === 0) return { changed: [], left: [], restarted: [] }
  const busy = declaredApps(host).map((app) => `${app}.service`)
  return placeSecrets(shell, { busy, restart, secrets })
}
