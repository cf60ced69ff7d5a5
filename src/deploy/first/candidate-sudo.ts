import { z } from "zod"
import { camelKeys } from "../../camel-keys.ts"

const evaluatedSudo = z.looseObject({
  enable: z.boolean(),
  /** Text that follows the rules in sudoers. */
  "extra-config": z.string(),
  /** Only members of wheel may start the program at all. */
  "wheel-only": z.boolean(),
  rules: z.array(
    z
      .looseObject({
        commands: z.array(
          z.looseObject({ command: z.string(), options: z.array(z.string()) }),
        ),
        groups: z.array(z.union([z.string(), z.number()])),
        host: z.string(),
        "run-as": z.string(),
        users: z.array(z.union([z.string(), z.number()])),
      })
      .transform(camelKeys),
  ),
})

/** `security.sudo` or `security.sudo-rs` of the system to be, as it is. */
export const candidateSudo = evaluatedSudo.transform(camelKeys)

export type CandidateSudo = z.infer<typeof candidateSudo>

export type SudoRule = CandidateSudo["rules"][number]
