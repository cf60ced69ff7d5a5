import { type Check, ok, skip, warn } from "../../check.ts"
import type { HostSight } from "../../sight.ts"

export const cacheKeys: Check<HostSight> = {
  id: "nix/cache-keys",
  looksAt: "whether the host trusts the keys of the fleet's caches",
  means: "what these caches have is fetched and then refused as unsigned",
  appliesTo: ({ fleet }) => fleet.caches.length > 0,
  judge({ fleet, host, nix }) {
    if (nix === undefined) return skip("Nix doesn't tell its settings")
    if (!nix.signed) return ok("it takes unsigned paths (require-sigs = false)")
    const missing = fleet.caches
      .map(({ key }) => key)
      .filter((key) => !nix.keys.includes(key))
    if (missing.length === 0) return ok(`trusts all ${fleet.caches.length}`)
    const names = missing.map((key) => key.split(":")[0] ?? key)
    return warn({
      finding: `the host doesn't trust the key of ${names.join(", ")}`,
      cure: [`sdops deploy ${host.name}`],
    })
  },
}
