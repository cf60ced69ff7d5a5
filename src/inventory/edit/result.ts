import { z } from "zod"

const exit = { "exit-code": z.number().int() }

/** What `hosts edit` answers. */
export const hostEdited = z.strictObject({
  changed: z.boolean(),
  ...exit,
  file: z.string(),
  host: z.string(),
})

/** What `hosts remove` answers. */
export const hostRemoved = z.strictObject({
  ...exit,
  host: z.string(),
  kept: z.string().describe("folder with its files, from the fleet's root"),
  stays: z.array(z.string()).describe("what is left on the host itself"),
  undo: z.string().describe("the command that brings it back"),
})

/** What `hosts rename` answers. */
export const hostRenamed = z.strictObject({
  ...exit,
  from: z.string(),
  naming: z.array(z.string()).describe("files that still have the old name"),
  to: z.string(),
})

export type HostEdited = z.infer<typeof hostEdited>
export type HostRemoved = z.infer<typeof hostRemoved>
export type HostRenamed = z.infer<typeof hostRenamed>
