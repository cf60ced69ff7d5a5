import { z } from "zod"
import { verdicts } from "../../deploy/outcome/verdict.ts"
import { failureResult } from "../../errors/failure-result.ts"

const deployment = z.strictObject({
  at: z.string().describe("ISO 8601, UTC: when it ended, or began if it runs"),
  because: z.string().optional().describe("a cause, or the code of an error"),
  from: z.string().optional().describe("the system that ran before"),
  generation: z.string().optional().describe("the one that it has made"),
  goal: z.string(),
  host: z.string(),
  "known-to": z
    .array(z.enum(["here", "host"]))
    .describe("here: the journal of this fleet's folder; host: its records"),
  record: z.string().optional().describe("id of the deployment"),
  to: z.string().optional().describe("the system that was to run"),
  verdict: z.enum([...verdicts, "running"]),
  who: z.string(),
})

/** What `history` answers; of each host the newest first. */
export const historyResult = z.strictObject({
  deployments: z.array(deployment),
  "exit-code": z.number().int(),
  notes: z.array(z.string()),
  unread: z
    .array(z.strictObject({ error: failureResult, host: z.string() }))
    .describe("hosts that didn't tell; what is known here is listed"),
})

export type PastDeployment = z.infer<typeof deployment>
export type HistoryResult = z.infer<typeof historyResult>
