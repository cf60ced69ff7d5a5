import { type Check, ok, skip, warn } from "../../check.ts"
import type { HostSight } from "../../sight.ts"

export const flakes: Check<HostSight> = {
  id: "nix/flakes",
  looksAt: "whether flakes are enabled in the host's own settings",
  means: "sdops passes the flag; commands typed on the host need it",
  appliesTo: ({ facts }) => facts.nixVersion !== undefined,
  judge({ host, nix }) {
    if (nix === undefined) return skip("Nix's settings can't be read")
    if (nix.features.includes("flakes")) return ok("flakes are enabled")
    return warn({
      finding: "flakes are not enabled on the host itself",
      cure: [`sdops deploy ${host.name}   # enables them`],
    })
  },
}
