import { runningIn } from "../../../host/record/running.ts"
import { bad, type Check, ok, skip } from "../../check.ts"
import type { HostSight } from "../../sight.ts"

export const bootDefault: Check<HostSight> = {
  id: "system/boot-default",
  looksAt: "whether the boot loader starts by default what runs now",
  means: "after a power cut the host is another system than it is now",
  appliesTo: ({ facts }) => facts.nixos,
  judge({ facts, host }) {
    const { current } = facts
    const next = facts["boot-default"]
    if (next === current) return ok("boots what runs")
    if (next.startsWith("unknown")) return skip(next)
    if (runningIn(facts.deployments)) return skip("the host is being deployed")
    return bad({
      finding: `the next boot starts ${next || "nothing that is known"}`,
      cure: [`sdops plan ${host.name}`, `sdops deploy ${host.name}`],
      evidence: [`running ${current}`],
    })
  },
}
