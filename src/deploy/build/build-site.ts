import { fail } from "../../errors/fail.ts"
import type { Host } from "../../inventory/host.ts"

/**
 * A host drives its own build; another build site isn't silently left aside.
 * Errors: `buildSite`.
 */
export function requireBuildSite(host: Host): void {
  const site = host.buildOn
  if (site === "host") return
  throw fail("buildSite", { host: host.name, site }, { host: host.name })
}
