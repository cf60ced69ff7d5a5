import type { Wave } from "./settings.ts"

/** What a rollout says of itself; its hosts' events come beside these. */
export type RolloutEvent = {
  /** ISO 8601, UTC. */
  readonly at: string
  /** The rollout's name. */
  readonly rollout: string
} & RolloutEventBody

export type RolloutEventBody =
  | { readonly event: "rollout-planned"; readonly waves: readonly Wave[] }
  | {
      readonly event: "rollout-started"
      readonly journal: string
      readonly resumed: boolean
      readonly waves: readonly Wave[]
    }
  | ({
      readonly event: "wave-started"
      /** From 1. */
      readonly wave: number
    } & Wave)
  | {
      readonly event: "wave-ended"
      readonly failures: number
      readonly wave: number
    }
  | {
      readonly event: "soaking"
      readonly seconds: number
      /** The wave that comes afterwards. */
      readonly wave: number
    }
  | { readonly event: "stopping"; readonly because: string }
  | {
      readonly event: "rollout-ended"
      readonly "not-started": readonly string[]
    }
