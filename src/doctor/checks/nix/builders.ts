import { findingOf } from "../../../builders/check-from.ts"
import { placedOn } from "../../../inventory/on-host.ts"
import { bad, type Check, ok, skip, warn } from "../../check.ts"
import type { HostSight } from "../../sight.ts"

export const builders: Check<HostSight> = {
  id: "nix/builders",
  looksAt: "whether the fleet's builders let the host itself in, and answer it",
  means: "what they should build is built on the host, or refused",
  appliesTo: ({ facts }) => facts.nixVersion !== undefined,
  judge({ builders: { sights, unpinned }, host }) {
    const shut = sights.flatMap(({ error, machine }) =>
      error === undefined ? [] : [{ error, name: machine.name }],
    )
    const [first] = shut
    if (first !== undefined) {
      const { code, cure, evidence, finding } = findingOf(
        placedOn(first.error, host),
      )
      const names = shut.map(({ name }) => name).join(", ")
      const needed = host.policy.heavyBuilds === "builders-only"
      const judge = needed && shut.length === sights.length ? bad : warn
      return judge({
        cure: [...cure, `sdops builders check --from ${host.name}`],
        evidence,
        finding: shut.length === 1 ? finding : `${names} fail: ${finding}`,
        ...(code !== undefined && { code }),
      })
    }
    const unused = unpinned.join(", ")
    if (sights.length === 0 && unused !== "")
      return skip(`no host key is pinned of ${unused}, so it is unused`)
    if (sights.length === 0) return ok("the fleet has no builder for it")
    return ok(`${sights.map(({ machine }) => machine.name).join(", ")} answer`)
  },
}
