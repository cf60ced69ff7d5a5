import { deployIdSchema } from "../store-path.ts"
import {
  type DeployRecord,
  isFinal,
  parseRecord,
} from "../record/deploy-record.ts"
import { ask } from "../facts.ts"
import { recordIn } from "../record/record-fact.ts"
import { followScript } from "../scripts.ts"
import type { HostShell } from "../shell.ts"

/** Where a follower stands; given to `follow` to go on after a lost link. */
export type FollowPlace = {
  readonly id: string
  /** Bytes of the log that were read; 0 at first. */
  readonly offset: number
  /** The last `seq` that was seen; 0 at first. */
  readonly seq: number
}

export type Followed = {
  readonly record: DeployRecord
  /** Text that the log has got since, may be empty, may end in mid-line. */
  readonly output: string
  readonly place: FollowPlace
}

/**
 * Yields whenever the record or the log has changed, and ends after the final
 * record and the whole log. Stopping early is harmless.
 * Errors: `hostRecord`; those of `ask`. `connectionLost` says nothing about
 * the deployment: connect again and go on from the last `place`.
 */
export async function* follow(
  shell: HostShell,
  from: FollowPlace,
): AsyncGenerator<Followed, void, void> {
  const decoder = new TextDecoder()
  const id = deployIdSchema.parse(from.id)
  let { offset, seq } = from
  for (;;) {
    const facts = await ask(shell, {
      beside: true,
      deadline: longPoll + shell.limits.probe,
      during: "following the deployment",
      script: followScript,
      variables: {
        id,
        offset: String(offset),
        seen: String(seq),
        wait: String(longPoll),
      },
    })
    // Its supervisor still lives, and writes it anew with its next step.
    const cut = parseRecord(facts.get("record") ?? "") === undefined
    if (cut && facts.get("alive") !== "0") continue
    const record = recordIn(shell, facts)
    const bytes = Buffer.from(facts.get("output") ?? "", "base64")
    const output = decoder.decode(bytes, { stream: true })
    const changed = record.seq !== seq || bytes.length > 0
    offset += bytes.length
    seq = record.seq
    if (changed) yield { output, place: { id, offset, seq }, record }
    if (isFinal(record.state) && facts.get("more") === "0") return
  }
}

/** Seconds that the host holds an unchanged answer back. */
const longPoll = 10
