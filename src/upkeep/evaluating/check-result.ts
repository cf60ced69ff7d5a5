import { z } from "zod"
import { failureResult } from "../../errors/failure-result.ts"

const checkedHost = z.strictObject({
  error: failureResult.optional(),
  host: z.string(),
  on: z.string().describe("the host whose Nix evaluated it"),
  outcome: z.enum(["failed", "ok"]),
  system: z.string().optional().describe("the toplevel's derivation"),
  warnings: z.array(z.string()).describe("of its modules"),
})

/** What `flake check` answers. */
export const flakeChecked = z.strictObject({
  "exit-code": z.number().int(),
  hosts: z.array(checkedHost),
})

export type CheckedHost = z.infer<typeof checkedHost>
export type FlakeChecked = z.infer<typeof flakeChecked>
