import { z } from "zod"
import { anyText } from "./text.ts"

const count = z.int().min(0)

const size = { error: "a count or a percentage, such as 3 or 25%" }

/** What `rollouts/<name>.yaml` may say: the hosts, and rollout's flags. */
export const rolloutFile = z.strictObject({
  "allow-heavy-builds": z.boolean().optional(),
  canary: count.optional(),
  hosts: z.array(anyText).min(1),
  "max-failures": count.optional(),
  "on-failure": z.enum(["continue", "stop"]).optional(),
  parallel: z.int().min(1).optional(),
  /** Seconds. */
  soak: count.optional(),
  wave: z
    .union([z.int().min(1), z.string().regex(/^[1-9]\d{0,5}%?$/)], size)
    .transform(String)
    .optional(),
})

export type RolloutFile = z.infer<typeof rolloutFile>
