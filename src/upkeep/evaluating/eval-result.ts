import { z } from "zod"
import { failureResult } from "../../errors/failure-result.ts"

const evaluatedHost = z.strictObject({
  error: failureResult.optional(),
  host: z.string(),
  on: z.string().describe("the host whose Nix evaluated it"),
  value: z.json().optional().describe("left out: an error"),
})

/** What `eval` answers. */
export const evaluatedHosts = z.strictObject({
  attribute: z.string().describe("of each host's configuration"),
  "exit-code": z.number().int(),
  hosts: z.array(evaluatedHost),
})

export type EvaluatedHosts = z.infer<typeof evaluatedHosts>
