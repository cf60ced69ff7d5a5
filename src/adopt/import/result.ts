import { z } from "zod"

const added = z.strictObject({
  address: z.string(),
  file: z.string().describe("from the fleet's root"),
  host: z.string(),
  notes: z.array(z.string()),
  port: z.number().int().optional().describe("left out: ssh_config's"),
  tags: z.array(z.string()),
  user: z.string(),
})

const left = z.strictObject({
  name: z.string().describe("as the source has it"),
  why: z.string(),
})

/** What `hosts import` answers. */
export const imported = z.strictObject({
  added: z.array(added).describe("with --dry-run: what would be added"),
  "dry-run": z.boolean(),
  left: z.array(left).describe("what was left alone"),
  origin: z.string(),
  root: z.string().describe("the fleet's folder"),
})

export type Imported = z.infer<typeof imported>
export type ImportedHost = z.infer<typeof added>
