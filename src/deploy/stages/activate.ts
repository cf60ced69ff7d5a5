import { followThrough } from "../gate/follow-through.ts"
import type { Stage } from "../stage.ts"

/**
 * Follows the host's own supervisor through activation and the local half of
 * the gate. Errors: what the record says when the host turned back.
 */
export const activate: Stage<"host" | "link" | "supervised", "link"> = {
  name: "activate",
  title: "Activate the candidate",
  async run(given, context) {
    const { link, record } = await followThrough(
      given,
      context,
      ({ phase, state }) =>
        state === "gating" && phase === "contact" ? "reached" : "wait",
    )
    const { restarted } = record
    const text = restarted.length > 0 ? `restarted ${restarted.join(", ")}` : ""
    return { adds: { link }, text: text || "done" }
  },
}
