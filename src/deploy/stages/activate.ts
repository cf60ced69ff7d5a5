import { followThrough } from "../gate/follow-through.ts"
import { throughBoot } from "../boot/through-boot.ts"
import { openFresh } from "../gate/open-fresh.ts"
import type { Stage } from "../stage.ts"

/**
 * Follows the host's own supervisor through activation and the local half of
 * the gate; the connection that proves contact is made during that half.
 * Errors: what the record says when the host turned back.
 */
export const activate: Stage<
  "candidate" | "host" | "link" | "supervised",
  "fresh" | "link"
> = {
  name: "activate",
  title: "Activate the candidate",
  async run(given, context) {
    const link = given.candidate.boots
      ? await throughBoot(given, context)
      : given.link
    const activated = await followThrough(
      { ...given, link },
      context,
      ({ state }) => (state === "gating" ? "reached" : "wait"),
    )
    const fresh = openFresh(given.host, context)
    const { link: last, record } = await followThrough(
      { ...given, link: activated.link },
      context,
      ({ phase, state }) =>
        state === "gating" && phase === "contact" ? "reached" : "wait",
    )
    const { restarted } = record
    const text = restarted.length > 0 ? `restarted ${restarted.join(", ")}` : ""
    return { adds: { fresh, link: last }, text: text || "done" }
  },
}
