import { z } from "zod"
import { failureResult } from "../../errors/failure-result.ts"

export const uses = ["boot-default", "booted", "current", "profile"] as const

const generation = z.strictObject({
  apps: z.array(z.string()).optional().describe("left out: not made by sdops"),
  driver: z.string().optional().describe("NVIDIA's, where it has one"),
  generation: z.number().int(),
  made: z.string().describe("ISO 8601, UTC"),
  nixos: z.string().optional().describe("NixOS's version"),
  record: z.string().optional().describe("the deployment that committed it"),
  toplevel: z.string(),
  uses: z
    .array(z.enum(uses))
    .describe(
      "what it is now: running, booted, the next boot's, the profile's",
    ),
  who: z.string().optional().describe("who deployed it"),
})

const read = z.strictObject({
  generations: z.array(generation).describe("the newest first"),
  host: z.string(),
})

const unread = z.strictObject({ error: failureResult, host: z.string() })

/** What `generations` answers. */
export const generationsResult = z.strictObject({
  "exit-code": z.number().int(),
  hosts: z.array(z.union([read, unread])),
})

export type ShownGeneration = z.infer<typeof generation>
export type GenerationsResult = z.infer<typeof generationsResult>
