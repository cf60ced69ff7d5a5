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

/** What `update` answers. */
export const updateResult = z.strictObject({
  "exit-code": z.number().int(),
  inputs: z.array(move),
  on: z.string().describe("the host whose Nix looked the inputs up"),
  saved: z.boolean().describe("whether hosts/flake.lock was written"),
})

export type InputAt = z.infer<typeof inputAt>
export type Move = z.infer<typeof move>
export type UpdateResult = z.infer<typeof updateResult>
