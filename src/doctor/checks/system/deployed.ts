import { type Check, ok, warn } from "../../check.ts"
import type { HostSight } from "../../sight.ts"

export const deployed: Check<HostSight> = {
  id: "system/deployed",
  looksAt: "whether the running system is one that sdops made",
  means: "sdops doesn't know which driver and apps this system has",
  appliesTo: ({ facts }) => facts.nixos,
  judge({ facts, host }) {
    const found = facts["host-file"]?.name
    const cure = [`sdops plan ${host.name}`, `sdops deploy ${host.name}`]
    if (found === host.name) return ok(`runs what was made for ${found}`)
    const finding =
      found === undefined
        ? "the running system was not made by sdops"
        : `the running system was made for ${found}`
    return warn({ cure, finding })
  },
}
