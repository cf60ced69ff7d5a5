import { z } from "zod"
import { failureResult } from "../../errors/failure-result.ts"

const ran = z.strictObject({
  exit: z.number().int().optional().describe("left out: a signal ended it"),
  host: z.string(),
  seconds: z.number(),
  signal: z.string().optional(),
  stderr: z.string().describe("without what a terminal would act on"),
  stdout: z.string().describe("likewise; of much, the last MiB"),
})

const unreached = z.strictObject({ error: failureResult, host: z.string() })

export const hostRun = z.union([ran, unreached])

/** What `exec` answers. */
export const execResult = z.strictObject({
  command: z.string().describe("as sh on the hosts got it"),
  "exit-code": z.number().int(),
  hosts: z.array(hostRun),
})

export type HostRun = z.infer<typeof hostRun>
export type ExecResult = z.infer<typeof execResult>

/** What the program says meanwhile. */
export type ExecEvent =
  | {
      readonly event: "output"
      readonly host: string
      readonly line: string
      readonly stream: "stderr" | "stdout"
    }
  | (HostRun & { readonly event: "host-ended" })
