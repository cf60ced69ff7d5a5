/** What a deployment says while it runs; `output/` reads it, nobody prints. */
export type DeployEvent = { readonly at: string; readonly host: string } & (
  | {
      readonly event: "started"
      readonly stage: string
      readonly title: string
    }
  | { readonly event: "output"; readonly stage: string; readonly line: string }
  | {
      readonly event: "progress"
      readonly stage: string
      readonly text: string
    }
  | {
      readonly event: "skipped"
      readonly stage: string
      readonly because: string
    }
  | { readonly event: "done"; readonly stage: string; readonly seconds: number }
  | {
      readonly event: "failed"
      readonly stage: string
      readonly code: string
      readonly message: string
      readonly seconds: number
    }
  | {
      readonly event: "verdict"
      readonly verdict: Verdict
      readonly seconds: number
    }
)

/** How a deployment of one host ended (design §4). */
export type Verdict =
  | "built"
  | "committed"
  | "conflict"
  | "degraded"
  | "failed"
  | "interrupted"
  | "planned"
  | "refused"
  | "rolled-back"
  | "stranded"
  | "unchanged"
