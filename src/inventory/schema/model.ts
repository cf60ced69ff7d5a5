import { z } from "zod"
import { normaliseHash } from "../hash.ts"
import { secretRefusal } from "../../secret-in-url.ts"
import { pageOf } from "./page.ts"
import { fileName, text } from "./text.ts"

const sha256 = "a sha256 hash: SRI, hex, base64 or nix32"

/** In any notation; out: SRI. */
export const hash = z.string().transform((written, context) => {
  const found = normaliseHash(written)
  if (found !== undefined) return found
  context.addIssue({ code: "custom", message: sha256 })
  return z.NEVER
})

/** civitai calls it SafeTensor; ComfyUI lists no file that ends so. */
const format = text(
  /^[A-Za-z0-9]+(\.[A-Za-z0-9]+)*$/,
  "a file extension, such as safetensors",
).regex(/^(?!safetensor$)/i, { error: "the extension safetensors" })

const inTheStore = ", which every user of the host could read (docs/models.md)"

const url = z
  .string()
  .regex(/^https?:\/\/[^/\s]+\/?\S*$/i, {
    error: "an http or https URL without blanks",
  })
  .superRefine((written, context) => {
    const refuse = (message: string) =>
      context.addIssue({ code: "custom", message })
    // nix/lib/check-url.nix refuses the same, for who has no inventory.
    const secret = secretRefusal(written, inTheStore)
    if (secret !== undefined) return refuse(secret)
    const page = pageOf(written)
    if (page === undefined) return
    const { file, site } = page
    const told = file ?? "docs/models.md says how to find it"
    refuse(`the file, not a page of ${site}: ${told}`)
  })

/**
 * A model file: where it comes from and what it must be. Out: `hash`, always
 * in SRI notation, whichever of the two keys and notations was written.
 */
export const model = z
  .strictObject({
    format,
    hash: hash.optional(),
    sha256: hash.optional(),
    url,
  })
  .transform((written, context) => {
    const { hash, sha256, ...rest } = written
    const found = hash ?? sha256
    if (found !== undefined && (hash === undefined || sha256 === undefined))
      return { ...rest, hash: found }
    context.addIssue({
      code: "custom",
      message: "either hash or sha256",
    })
    return z.NEVER
  })

/** A folder's models by name; the name is without the extension. */
export const models = z
  .record(fileName, model)
  .superRefine((named, context) => {
    for (const [name, { format }] of Object.entries(named)) {
      const ending = `.${format}`
      if (!name.toLowerCase().endsWith(ending.toLowerCase())) continue
      const bare = name.slice(0, -ending.length)
      context.addIssue({
        code: "custom",
        message: `the name already includes the format; write ${bare}`,
        params: { at: "key" },
        path: [name],
      })
    }
  })
