import { z } from "zod"
import { failureResult } from "../../errors/failure-result.ts"

const build = z.strictObject({
  begun: z.string().describe("ISO 8601, UTC, by the machine's clock"),
  build: z.string().describe("its name"),
  hosts: z.array(z.string()).describe("whose systems it builds"),
  on: z.string().describe("the host or builder that it runs on"),
  state: z
    .enum(["built", "cancelled", "failed", "lost", "running"])
    .describe("lost: a reboot, or somebody else, has ended it"),
  what: z.enum(["heavy", "systems"]).optional().describe("what it builds"),
})

/** What `builds list` answers. */
export const buildsListed = z.strictObject({
  builds: z.array(build).describe("those that run first, then the newest"),
  "exit-code": z.number().int(),
  unread: z.array(z.strictObject({ error: failureResult, host: z.string() })),
})

/** What `builds attach` answers, of a build that has come to its end. */
export const buildAttached = z.strictObject({
  build: z.string(),
  "exit-code": z.number().int(),
  on: z.string(),
  state: z.literal("built"),
})

/** What `builds cancel` answers. */
export const buildCancelled = z.strictObject({
  build: z.string(),
  "exit-code": z.number().int(),
  on: z.string(),
  ran: z.boolean().describe("false: it had ended before"),
})

export type BuildRow = z.infer<typeof build>
export type BuildsListed = z.infer<typeof buildsListed>
export type BuildAttached = z.infer<typeof buildAttached>
export type BuildCancelled = z.infer<typeof buildCancelled>

/** What the program says while it follows a build. */
export type BuildLine = { readonly event: "build"; readonly line: string }
