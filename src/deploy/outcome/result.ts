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
  apps: z
    .array(
      z.strictObject({
        app: z.string(),
        tunnel: z
          .string()
          .optional()
          .describe("of one on loopback: the command that brings it here"),
        url: z.string(),
      }),
    )
    .optional()
    .describe("where they are reached, after a deployment"),
  candidate: z.string().optional().describe("store path of the new system"),
  console: z
    .array(z.string())
    .optional()
    .describe("what to type on the host's console when it is stranded"),
  error: failureResult.optional(),
  gpus: z.array(z.string()).optional().describe("a line each"),
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
