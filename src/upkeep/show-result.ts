import { z } from "zod"
import { inputAt } from "./update-result.ts"

const file = z.strictObject({
  bytes: z.number().int(),
  executable: z.boolean(),
  path: z.string(),
})

const shownTree = z.strictObject({
  bytes: z.number().int().describe("of everything sent, as a Nix archive"),
  files: z.array(file),
  folder: z.string().describe("its place on the host"),
  hash: z.string().describe("as nix hash path prints it"),
  host: z.string(),
})

const flakeInput = z.strictObject({
  input: z.string(),
  locked: inputAt.optional().describe("left out without hosts/flake.lock"),
  reference: z.string(),
})

/** What `flake show` answers. */
export const flakeShown = z.strictObject({
  "exit-code": z.number().int(),
  hosts: z.array(shownTree),
  inputs: z.array(flakeInput),
})

export type FlakeInput = z.infer<typeof flakeInput>
export type FlakeShown = z.infer<typeof flakeShown>
export type ShownTree = z.infer<typeof shownTree>
