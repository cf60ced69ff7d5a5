import { z } from "zod"
import type { CamelKeys } from "../../camel-keys.ts"
import { secretRefusal } from "../../secret-in-url.ts"
import { secretReference, text } from "./text.ts"

const because = ", which stands in a file for everybody to read; see `token`"

/** A proxy or mirror that answers as the site does. */
const mirror = text(
  /^https?:\/\/[^/?#\s]+(?:\/[^?#\s]*)?$/i,
  "an http or https URL without a query, such as https://hf-mirror.com",
)
  .superRefine((written, context) => {
    const message = secretRefusal(written, because)
    if (message !== undefined) context.addIssue({ code: "custom", message })
  })
  .transform((written) => written.replace(/\/+$/, ""))

/** A secret by reference, as everywhere. */
export const token = secretReference("token")

const site = z.strictObject({
  mirror: mirror.optional(),
  token: token.optional(),
})

/** Where models come from, and how to log in there. */
export const modelSites = z.strictObject({
  civitai: site.optional(),
  "hugging-face": site.optional(),
})

export type ModelSites = CamelKeys<z.infer<typeof modelSites>>
