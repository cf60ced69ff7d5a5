import { plainUrl } from "../../../nix/plain-url.ts"
import { type Check, ok, skip, warn } from "../../check.ts"
import type { HostSight } from "../../sight.ts"

export const caches: Check<HostSight> = {
  id: "nix/caches",
  looksAt: "whether the host asks the fleet's caches",
  means: "builds there without sdops may compile what caches have",
  appliesTo: ({ fleet }) => fleet.caches.length > 0,
  judge({ fleet, host, nix }) {
    if (nix === undefined) return skip("Nix's settings can't be read")
    const known = nix.substituters.map(plainUrl)
    const missing = fleet.caches
      .map(({ url }) => url)
      .filter((url) => !known.includes(plainUrl(url)))
    if (missing.length === 0) return ok(`asks all ${fleet.caches.length}`)
    return warn({
      finding: `the host doesn't ask ${missing.join(", ")}`,
      cure: [`sdops deploy ${host.name}`],
    })
  },
}
