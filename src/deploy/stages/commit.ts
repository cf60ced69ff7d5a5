import { isFinal } from "../../host/record/deploy-record.ts"
import { followUntil } from "../gate/follow-until.ts"
import type { Stage } from "../stage.ts"
import { verdictOfRecord } from "../outcome/verdict-of-record.ts"

/**
 * Follows the commit: profile, boot default, read back. Errors: what the record
 * says when it ended otherwise.
 */
export const commit: Stage<"link" | "supervised", "verdict"> = {
  name: "commit",
  title: "Make it the boot default",
  async run({ link, supervised }, context) {
    const good = new Set(["committed", "degraded", "repaired", "tested"])
    const record = await followUntil(
      supervised,
      link.shell,
      context,
      ({ state }) => (isFinal(state) && good.has(state) ? "reached" : "wait"),
    )
    const { committedGeneration: generation, state } = record
    const text = generation ? `generation ${generation}` : state
    return { adds: { verdict: verdictOfRecord(record) }, text }
  },
}
