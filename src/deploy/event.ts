import type { BuildSight } from "../nix/log/sight.ts"
import type { StageName } from "./stage-name.ts"
import type { Verdict } from "./outcome/verdict.ts"

/** What a deployment says while it runs; `output/` reads it, nobody prints. */
export type DeployEvent = {
  /** ISO 8601, UTC. */
  readonly at: string
  readonly host: string
} & EventBody

export type EventBody =
  | {
      readonly event: "started"
      readonly stage: StageName
      readonly title: string
    }
  | {
      readonly event: "output"
      readonly stage: StageName
      readonly line: string
    }
  | {
      readonly event: "progress"
      readonly stage: StageName
      readonly text: string
    }
  | {
      readonly event: "building"
      readonly stage: StageName
      /** With machines' names in place of URIs, empty for the host itself. */
      readonly build: BuildSight
    }
  | {
      readonly event: "done"
      readonly stage: StageName
      readonly seconds: number
      /** What came of it, in a few words. */
      readonly text?: string | undefined
    }
  | {
      readonly event: "failed"
      readonly stage: StageName
      readonly code: string
      readonly message: string
      readonly seconds: number
    }
  | {
      readonly event: "verdict"
      readonly verdict: Verdict
      readonly seconds: number
    }
