import { runningIn } from "../../../host/record/running.ts"
import { bad, type Check, ok, skip } from "../../check.ts"
import type { HostSight } from "../../sight.ts"

export const bootDefault: Check<HostSight> = {
  id: "system/boot-default",
  looksAt: "whether the boot default is the running system",
  means: "after a power cut, the host boots another system than today's",
  appliesTo: ({ facts }) => facts.nixos,
  judge({ facts, host }) {
    const { current } = facts
    const next = facts.bootDefault
    if (next === current) return ok("boots the running system")
    if (next.startsWith("unknown")) return skip(next)
    if (runningIn(facts.deployments)) return skip("the host is being deployed")
    return bad({
      finding: `the next boot starts ${next || "an unknown system"}`,
      cure: [`sdops plan ${host.name}`, `sdops deploy ${host.name}`],
      evidence: [`running ${current}`],
    })
  },
}
