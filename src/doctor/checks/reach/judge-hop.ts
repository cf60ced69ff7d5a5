import { bad, type Judgement, ok, skip } from "../../check.ts"
import { type Hop, hops } from "../../hop.ts"
import type { Approach } from "../../sight.ts"

/** Judges one hop by where the way ended; `good`: what a gone hop says. */
export function judgeHop(
  hop: Hop,
  { host, stop }: Approach,
  good: string,
): Judgement {
  if (stop === undefined) return ok(good)
  if (stop.hop === hop) {
    const { because, code, evidence, help, message } = stop.error
    return bad({
      finding: message,
      code,
      cure: help.map((line) => line.replaceAll("HOST", host.address)),
      evidence: [...because, ...evidence],
    })
  }
  if (!stop.tried) return skip(`not tried, see reach/${stop.hop}`)
  const gone = hops.indexOf(hop) < hops.indexOf(stop.hop)
  return gone ? ok(good) : skip(`not tried, see reach/${stop.hop}`)
}
