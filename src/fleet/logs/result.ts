import { z } from "zod"
import { failureResult } from "../../errors/failure-result.ts"

const line = z.strictObject({
  at: z.string().describe("ISO 8601, UTC, by the host's clock"),
  host: z.string(),
  text: z.string(),
})

/** What `logs` answers. */
export const logsResult = z.strictObject({
  "exit-code": z.number().int(),
  lines: z.array(line).describe("of all hosts, the oldest first"),
  unread: z.array(z.strictObject({ error: failureResult, host: z.string() })),
})

export type LogLine = z.infer<typeof line>
export type LogsResult = z.infer<typeof logsResult>

/** What the program says meanwhile. */
export type LogsEvent =
  | (LogLine & { readonly event: "log" })
  | {
      readonly event: "log-lost"
      readonly host: string
      /** Why; it is tried again. */
      readonly message: string
    }
