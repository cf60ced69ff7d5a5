import { z } from "zod"
import { failureResult } from "../errors/failure-result.ts"

const change = z.strictObject({
  from: z.string().optional().describe("the version locked before"),
  name: z.string(),
  to: z.string().optional().describe("the version locked now"),
})

const node = z.strictObject({
  ignored: z
    .array(z.string())
    .describe("lines that choose an index and the like"),
  name: z.string(),
  requirements: z.array(z.string()),
})

const lockedHost = z.strictObject({
  changes: z.array(change).describe("of wheels, sorted by name"),
  error: failureResult.optional(),
  file: z.string().describe("from the fleet's folder"),
  host: z.string(),
  nodes: z.array(node),
  on: z.string().describe("the host that looked the wheels up"),
  outcome: z
    .enum(["failed", "locked", "no-nodes", "same"])
    .describe("no-nodes: none is declared, and there is no lock any more"),
  saved: z.boolean().describe("whether the file was written or removed"),
  wheels: z.number().int(),
})

/** What `nodes lock` answers. */
export const nodesLocked = z.strictObject({
  "exit-code": z.number().int(),
  hosts: z.array(lockedHost),
})

export type LockedHost = z.infer<typeof lockedHost>
export type NodesLocked = z.infer<typeof nodesLocked>
export type WheelChange = z.infer<typeof change>
