import { z } from "zod"
import { normaliseHash } from "../hash.ts"
import { text } from "./text.ts"

const sha256 = "a sha256 hash: SRI, hex, base64 or nix32"

/** In any notation; out: SRI. */
export const hash = z.string().transform((written, context) => {
  const found = normaliseHash(written)
  if (found !== undefined) return found
  context.addIssue({ code: "custom", message: sha256 })
  return z.NEVER
})

const url = z
  .string()
  .regex(/^https?:\/\/[^/\s]+\/?\S*$/, {
    error: "an http or https URL without blanks",
  })
  .superRefine((written, context) => {
    const page = /^(https:\/\/huggingface\.co\/[^?#]+)\/blob\/(.+)$/.exec(
      written,
    )
    if (page !== null)
      context.addIssue({
        code: "custom",
        message: `the file, not its page: ${page[1]}/resolve/${page[2]}`,
      })
    // nix/lib/check-url.nix refuses the same, for who has no inventory.
    const secret = /[?&](token|access_token|api_key)=/.exec(written)?.[1]
    if (secret !== undefined)
      context.addIssue({
        code: "custom",
        message: `no ${secret}: everybody on the host could read it`,
      })
  })

/**
 * A model file: where it comes from and what it must be. Out: `hash`, always
 * in SRI notation, whichever of the two keys and notations was written.
 */
export const model = z
  .strictObject({
    format: text(
      /^[A-Za-z0-9]+(\.[A-Za-z0-9]+)*$/,
      "a file extension, such as safetensors",
    ),
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
      message: "one of hash and sha256, and not both",
    })
    return z.NEVER
  })
