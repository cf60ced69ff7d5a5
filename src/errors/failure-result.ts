import { z } from "zod"

/** A failure as `--json` shows it; the same on every command. */
export const failureResult = z.strictObject({
  because: z.array(z.string()),
  code: z.string().describe("stable, such as SDOPS_HEAVY_BUILD"),
  details: z.unknown(),
  evidence: z.array(z.string()).describe("the remote's own last lines"),
  help: z.array(z.string()).describe("commands that help, the best first"),
  host: z.string().optional(),
  message: z.string(),
  stage: z.string().optional(),
})

export type FailureResult = z.infer<typeof failureResult>
