import { onHost } from "../../../inventory/on-host.ts"
import { boundElsewhere } from "../../bound-elsewhere.ts"
import { type Check, ok, skip, warn } from "../../check.ts"
import type { HostSight } from "../../sight.ts"

export const firewall: Check<HostSight> = {
  id: "app/firewall",
  looksAt: "whether apps whose port is open to others answer this machine",
  means: "the app runs, but nobody else can use it",
  appliesTo: ({ apps }) => apps.some(({ fromHere }) => fromHere !== undefined),
  judge(sight) {
    const { apps, facts, host } = sight
    const called = apps.filter(({ answer }) => answer.how === "answered")
    if (called.length === 0) return skip("see app/api")
    if (boundElsewhere(sight) !== undefined) return skip("see app/port")
    const closed = called.filter(({ fromHere }) => fromHere === "closed")
    const names = closed.map(({ name }) => name)
    if (names.length === 0) return ok("open from here")
    const [port = 0] = (facts.hostFile?.apps ?? [])
      .filter(({ name }) => names.includes(name))
      .map(({ port }) => port)
    return warn({
      finding: `${names.join(", ")} answers itself, but not this machine`,
      cure: [
        onHost(host, "nft list ruleset"),
        onHost(host, `ss -ltnp 'sport = ${port}'`),
      ],
    })
  },
}
