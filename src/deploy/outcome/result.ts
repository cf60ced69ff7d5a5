import { z } from "zod"
import { failureResult } from "../../errors/failure-result.ts"
import { planSummary } from "../plan/plan-summary.ts"
import { sources } from "../build/sources.ts"
import { stageNames } from "../stage-name.ts"
import { verdicts } from "./verdict.ts"

const stageResult = z.strictObject({
  outcome: z.enum(["done", "failed"]),
  seconds: z.number(),
  stage: z.enum(stageNames),
  text: z.string().optional(),
})

/** How the deployment of one host went. */
export const hostResult = z.strictObject({
  candidate: z.string().optional().describe("store path of the new system"),
  console: z
    .array(z.string())
    .optional()
    .describe("what to type on the host's console when it is stranded"),
  error: failureResult.optional(),
  host: z.string(),
  image: z
    .strictObject({
      file: z.string().describe("local file of the proof"),
      seconds: z.number(),
      smoke: z.string(),
    })
    .optional(),
  notes: z.array(z.string()),
  "nvidia-smi": z.array(z.string()).optional(),
  plan: planSummary.optional(),
  record: z.string().optional().describe("id of the deployment"),
  seconds: z.number(),
  sources: sources.optional().describe("origin of everything the build needed"),
  stages: z.array(stageResult),
  stage: z.enum(stageNames).optional().describe("where it ended"),
  verdict: z.enum(verdicts),
})

/** What `deploy`, `plan`, `rollback` and `resume` answer. */
export const deployResult = z.strictObject({
  "exit-code": z.number().int(),
  hosts: z.array(hostResult),
})

export type HostResult = z.infer<typeof hostResult>
export type DeployResult = z.infer<typeof deployResult>
