import { plainUrl } from "../../../nix/plain-url.ts"
import { type Check, ok, skip, warn } from "../../check.ts"
import type { HostSight } from "../../sight.ts"

export const cacheKeys: Check<HostSight> = {
  id: "nix/cache-keys",
  looksAt: "whether the host trusts the keys of the fleet's caches",
  means: "paths from these caches are downloaded, then rejected as unsigned",
  appliesTo: ({ fleet }) => fleet.caches.length > 0,
  judge({ fleet, host, nix }) {
    if (nix === undefined) return skip("Nix's settings can't be read")
    if (!nix.signed)
      return ok("it accepts unsigned paths (require-sigs = false)")
    // One that it doesn't ask is a matter of nix/caches.
    const known = nix.substituters.map(plainUrl)
    const asked = fleet.caches.filter(({ url }) =>
      known.includes(plainUrl(url)),
    )
    if (asked.length === 0) return skip("see nix/caches")
    const missing = asked
      .map(({ key }) => key)
      .filter((key) => !nix.keys.includes(key))
    if (missing.length === 0) return ok(`trusts all ${asked.length}`)
    const names = missing.map((key) => key.split(":")[0] ?? key)
    return warn({
      finding: `the host doesn't trust the key of ${names.join(", ")}`,
      cure: [`sdops deploy ${host.name}`],
    })
  },
}
