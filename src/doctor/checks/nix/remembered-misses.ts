import { onHost } from "../../../inventory/on-host.ts"
import { type Check, ok, warn } from "../../check.ts"
import type { HostSight } from "../../sight.ts"

export const rememberedMisses: Check<HostSight> = {
  id: "nix/remembered-misses",
  looksAt: "whether Nix remembers that a cache lacks what it has by now",
  means: "for an hour, builds there without sdops compile what the cache has",
  appliesTo: ({ fleet }) => fleet.caches.length > 0,
  judge({ health: { missed }, host }) {
    const names = [...missed.values()].flat()
    const [first] = names
    if (first === undefined) return ok("nothing that a cache has by now")
    const urls = [...missed.keys()].join(", ")
    const more = names.length > 1 ? ` and ${names.length - 1} more` : ""
    return warn({
      // A whole folder, since a shell of the user can't look into root's.
      cure: [onHost(host, "rm -r /root/.cache/nix")],
      evidence: names.slice(0, 5),
      finding: `Nix takes ${first}${more} for missing from ${urls}`,
      mend: { action: "forget" },
    })
  },
}
