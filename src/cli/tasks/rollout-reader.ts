import type { DeployEvent } from "../../deploy/event.ts"
import type { Reader } from "../../output/reader.ts"
import { screens } from "../../output/screen.ts"
import { sayRollout } from "../../output/text/say-rollout.ts"
import type { RolloutEvent } from "../../rollout/event.ts"

/** Hands hosts' events to a reader, and tells it what the rollout does. */
export function rolloutReader(
  reader: Pick<Reader, "emit" | "note">,
  events: boolean,
): (event: DeployEvent | RolloutEvent) => void {
  const { stdout } = screens({ noColor: true })
  return (event) => {
    if (!("rollout" in event)) reader.emit(event)
    else if (events) stdout.json(event)
    else {
      reader.note(sayRollout(event))
    }
  }
}
