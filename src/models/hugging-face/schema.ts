import { z } from "zod"

const oneOrMany = z
  .union([z.string(), z.array(z.string())])
  .nullish()
  .transform((one) => (typeof one === "string" ? [one] : (one ?? [])))

/** `GET /api/models/<repository>/revision/<revision>`. */
export const repository = z.object({
  cardData: z
    .object({
      base_model: oneOrMany,
      instance_prompt: z.string().nullish(),
      license: oneOrMany,
      license_name: z.string().nullish(),
    })
    .nullish(),
  /** As it is called now; it may have been renamed. */
  id: z.string().nullish(),
  gated: z.union([z.literal(false), z.string()]).nullish(),
  /** The commit. */
  sha: z.string().regex(/^[0-9a-f]{40}$/),
  siblings: z.array(z.object({ rfilename: z.string() })).default([]),
})

export type Repository = z.infer<typeof repository>
