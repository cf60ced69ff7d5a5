import { runningIn } from "../../../host/record/running.ts"
import { bad, type Check, ok, skip } from "../../check.ts"
import type { HostSight } from "../../sight.ts"

export const profile: Check<HostSight> = {
  id: "system/profile",
  looksAt: "whether the profile's newest generation is running",
  means: "somebody tested or switched by hand; the next rebuild undoes it",
  appliesTo: ({ facts }) => facts.nixos,
  judge({ facts, host }) {
    const { current, generation, profile } = facts
    if (profile === current) return ok(`runs generation ${generation}`)
    if (runningIn(facts.deployments)) return skip("the host is being deployed")
    return bad({
      finding: `the system profile is not running: ${profile || "unset"}`,
      cure: [`sdops plan ${host.name}`, `sdops deploy ${host.name}`],
      evidence: [`running ${current}`],
    })
  },
}
