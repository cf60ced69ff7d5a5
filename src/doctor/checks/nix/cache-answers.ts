import { onHost } from "../../../inventory/on-host.ts"
import { type Check, ok, warn } from "../../check.ts"
import type { HostSight } from "../../sight.ts"

export const cacheAnswers: Check<HostSight> = {
  id: "nix/cache-answers",
  looksAt: "whether the fleet's caches answer the host itself",
  means: "what they have is compiled, or the build waits for them",
  appliesTo: ({ fleet }) => fleet.caches.length > 0,
  judge({ health: { deadCaches }, host }) {
    const [first] = deadCaches.keys()
    if (first === undefined) return ok("each one that the host asks answers")
    return warn({
      finding: `${[...deadCaches.keys()].join(", ")}: no good answer`,
      cure: [onHost(host, `curl -sSI ${first}/nix-cache-info`)],
      evidence: [...deadCaches].map(([url, why]) => `${url}: ${why}`),
    })
  },
}
