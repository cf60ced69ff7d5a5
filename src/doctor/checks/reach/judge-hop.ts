import { bad, type Judgement, ok, skip } from "../../check.ts"
import { type Hop, hops } from "../../hop.ts"
import type { Approach } from "../../sight.ts"

/** Judges one hop by where the way ended; `good`: what a gone hop says. */
export function judgeHop(
  hop: Hop,
  { stop }: Approach,
  good: string,
): Judgement {
  if (stop === undefined) return ok(good)
  if (stop.hop === hop) {
    const { because, code, evidence, help, message } = stop.error
    return bad({
      finding: message,
      code,
      cure: help,
      evidence: [...because, ...evidence],
    })
  }
  const gone = stop.tried && hops.indexOf(hop) < hops.indexOf(stop.hop)
  if (!gone) return skip(`not tried, see reach/${stop.hop}`)
  const unproven = hop === "elevation" && !stop.elevated
  return unproven ? skip(`unknown, see reach/${stop.hop}`) : ok(good)
}
