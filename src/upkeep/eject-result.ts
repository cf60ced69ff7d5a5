import { z } from "zod"

/** What `flake eject` answers. */
export const flakeEjected = z.strictObject({
  "exit-code": z.number().int(),
  files: z.number().int(),
  folder: z.string(),
  hosts: z.array(z.string()),
  locked: z.boolean().describe("whether it has a flake.lock"),
  next: z.array(z.string()).describe("commands to go on with"),
})

export type FlakeEjected = z.infer<typeof flakeEjected>
