import type { RolloutEvent } from "../rollout/event.ts"
import { duration } from "./duration.ts"

/** One line on what a rollout does. */
export function sayRollout(event: RolloutEvent): string {
  switch (event.event) {
    case "rollout-started": {
      const { resumed, rollout, waves } = event
      const how = resumed ? "goes on" : "begins"
      return `rollout ${rollout} ${how}, ${waves.length} waves`
    }
    case "wave-started": {
      const kind = event.kind === "canary" ? " (canary)" : ""
      return `wave ${event.wave}${kind}: ${event.hosts.join(" ")}`
    }
    case "wave-ended":
      return `wave ${event.wave} ended, ${event.failures} failed so far`
    case "soaking":
      return `waiting ${duration(event.seconds)} before wave ${event.wave}`
    case "stopping":
      return `no more hosts are started: ${event.because}`
    case "rollout-ended": {
      const left = event["not-started"]
      const what = left.length === 0 ? "" : `; not started: ${left.join(" ")}`
      return `rollout ${event.rollout} ended${what}`
    }
    default:
      return event satisfies never
  }
}
