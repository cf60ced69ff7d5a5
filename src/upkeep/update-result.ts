import { z } from "zod"

/** Where an input was or is. */
export const inputAt = z.strictObject({
  date: z.iso.datetime().optional().describe("of its newest change, in UTC"),
  "nar-hash": z.string().optional(),
  revision: z.string().optional().describe("the commit, where it has one"),
})

const move = z.strictObject({
  change: z.enum(["added", "dropped", "moved", "same"]),
  from: inputAt.optional(),
  input: z.string(),
  to: inputAt.optional(),
})

const tried = z.strictObject({
  date: z.iso.datetime().optional(),
  evaluates: z.boolean().describe("whether the hosts evaluate with it"),
  heavy: z
    .array(z.string())
    .describe("packages that would be compiled, as no cache has them"),
  problems: z
    .array(z.string())
    .describe("caches that couldn't be asked, or why it doesn't evaluate"),
  revision: z.string(),
  taken: z.boolean(),
})

/** What `update` answers. */
export const updateResult = z.strictObject({
  "exit-code": z.number().int(),
  inputs: z.array(move),
  on: z.string().describe("the host whose Nix looked the inputs up"),
  tried: z
    .array(tried)
    .optional()
    .describe(
      "revisions, the newest first; left out where caches weren't asked, as " +
        "by --newest, or because hosts may compile",
    ),
  saved: z.boolean().describe("whether hosts/flake.lock was written"),
})

export type InputAt = z.infer<typeof inputAt>
export type Move = z.infer<typeof move>
export type UpdateResult = z.infer<typeof updateResult>
