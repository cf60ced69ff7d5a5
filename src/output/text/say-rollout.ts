import type { RolloutEvent } from "../../rollout/event.ts"
import type { Wave } from "../../rollout/settings.ts"
import { duration } from "../duration.ts"

/** One line on what a rollout does. */
export function sayRollout(event: RolloutEvent): string {
  switch (event.event) {
    case "rollout-planned":
      return sayWaves(event.waves).join("\n")
    case "rollout-started": {
      const { resumed, rollout, waves } = event
      const how = resumed ? "continues" : "begins"
      return `rollout ${rollout} ${how}, ${waves.length} waves`
    }
    case "wave-started":
      return sayWave(event, event.wave)
    case "wave-ended":
      return `wave ${event.wave} ended, ${event.failures} failed so far`
    case "soaking":
      return `waiting ${duration(event.seconds)} before wave ${event.wave}`
    case "stopping":
      return `starting no more hosts: ${event.because}`
    case "rollout-ended": {
      const left = event["not-started"]
      const what = left.length === 0 ? "" : `; not started: ${left.join(" ")}`
      return `rollout ${event.rollout} ended${what}`
    }
    default:
      return event satisfies never
  }
}

/** Which hosts go when, a line a wave. */
export function sayWaves(waves: readonly Wave[]): readonly string[] {
  return waves.map((wave, index) => sayWave(wave, index + 1))
}

function sayWave({ hosts, kind }: Wave, number: number): string {
  const said = kind === "canary" ? " (canary)" : ""
  return `wave ${number}${said}: ${hosts.join(" ")}`
}
