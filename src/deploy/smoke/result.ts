import { z } from "zod"
import { failureResult } from "../../errors/failure-result.ts"

const proof = z.strictObject({
  app: z.string(),
  depth: z.enum(["image", "kernels", "plumbing"]).optional(),
  error: failureResult.optional(),
  outcome: z.enum(["bad", "ok", "skip"]),
  seconds: z.number().optional(),
  "step-seconds": z.number().optional().describe("of the sampler"),
  "vram-peak": z.number().optional().describe("bytes in use, by whomever"),
})

const hostProofs = z.strictObject({
  apps: z.array(proof),
  error: failureResult.optional().describe("why no app could be asked"),
  host: z.string(),
  outcome: z.enum(["bad", "ok"]),
})

/** What `smoke` answers. */
export const smokeResult = z.strictObject({
  "exit-code": z.number().int(),
  hosts: z.array(hostProofs),
})

export type SmokeResult = z.infer<typeof smokeResult>
export type HostProofs = z.infer<typeof hostProofs>
export type AppProof = z.infer<typeof proof>

/** What smoke says while it goes on. */
export type SmokeEvent =
  | ({ readonly event: "app-proven"; readonly host: string } & AppProof)
  | {
      readonly app: string
      readonly event: "step"
      readonly host: string
      readonly max: number
      readonly value: number
    }
