import type { Deployment } from "../deployment.ts"
import { overLinks } from "../gate/over-links.ts"
import { type Found, proveCandidate } from "../gate/prove-candidate.ts"
import type { Stage } from "../stage.ts"

type Needs =
  | "candidate"
  | "evaluation"
  | "facts"
  | "fleet"
  | "fresh"
  | "host"
  | "link"
  | "supervised"

/**
 * Proves the candidate over a fresh connection: contact, the app's API, an
 * image that its own process made; over another one where that breaks. Errors:
 * those of `proveCandidate` and `overLinks`; then the host rolls back.
 */
export const gate: Stage<Needs, "link" | "remarks" | "smoke"> = {
  name: "gate",
  title: "Prove that it serves",
  async run(given, context) {
    const { evaluation, fresh: first, host, link: older } = given
    const found: Found = {}
    const { link, proven } = await overLinks(
      { first, host, older },
      context,
      async (link) => {
        const proven = await proveCandidate(given, link, found, context)
        return { link, proven }
      },
    )
    const { detour } = link.connection
    const remarks = [
      ...proven.remarks,
      ...(detour === undefined ? [] : [detour]),
    ]
    const { smoke } = proven
    const apps = evaluation.host.apps.length
    const text = [sayProof(smoke, apps), ...remarks].join("; ")
    return { adds: { link, remarks, smoke }, text }
  },
}

function sayProof(smoke: Deployment["smoke"], apps: number): string {
  if (smoke === undefined)
    return apps === 0 ? "reachable; no app to prove" : "reachable, ready"
  return `image (${smoke.depth}) in ${smoke.seconds.toFixed(1)} s`
}
