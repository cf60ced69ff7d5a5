import { type Check, ok, warn } from "../../check.ts"
import type { HostSight } from "../../sight.ts"

export const deployed: Check<HostSight> = {
  id: "system/deployed",
  looksAt: "whether the running system was built by sdops",
  means: "sdops doesn't know this system's driver and apps",
  appliesTo: ({ facts }) => facts.nixos,
  judge({ facts, host }) {
    const found = facts.hostFile?.name
    const cure = [`sdops plan ${host.name}`, `sdops deploy ${host.name}`]
    if (found === host.name) return ok(`runs the system built for ${found}`)
    const finding =
      found === undefined
        ? "the running system was not built by sdops"
        : `the running system was built for ${found}`
    return warn({ cure, finding })
  },
}
