import { z } from "zod"
import { deployResult } from "../deploy/outcome/result.ts"
import { wave } from "./settings.ts"

/** What `rollout` answers: a deployment's result, and how it was staged. */
export const rolloutResult = deployResult.extend({
  journal: z
    .string()
    .optional()
    .describe("the journal for --resume; none for a dry run"),
  "not-started": z.array(z.string()).describe("hosts not started"),
  rollout: z.string().describe("its name"),
  stopped: z.string().optional().describe("why it ended early"),
  waves: z.array(wave),
})

export type RolloutResult = z.infer<typeof rolloutResult>
