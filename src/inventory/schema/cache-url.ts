import { z } from "zod"
import { secretRefusal } from "../../secret-in-url.ts"

const shape = /^(https?|s3|ssh|ssh-ng|file):\/\/\S+$/i

const inNixConf =
  ": every user of the host can read nix.conf; " +
  "a login goes into the host's netrc (docs/caches.md)"

/**
 * A binary cache's URL. Names as `cachix use` takes them, and Cachix's own
 * pages, are refused with the URL that they stand for.
 */
export const cacheUrl = z
  .string({ error: "a cache's URL without blanks" })
  .superRefine((written, context) => {
    const refuse = (message: string) =>
      context.addIssue({ code: "custom", message })
    const secret = secretRefusal(written, inNixConf)
    if (secret !== undefined) return refuse(secret)
    const meant = meantBy(written)
    if (meant !== undefined) return refuse(`the cache's URL: ${meant}`)
    if (!shape.test(written)) refuse("a cache's URL without blanks")
  })

/** The URL that a name or a page stands for; undefined for what is one. */
export function meantBy(written: string): string | undefined {
  const word = written.trim()
  const page =
    /^(?:https?:\/\/)?(?:app\.|www\.)?cachix\.org\/(?:cache\/)?([a-z0-9-]+)\b/i
  const [, paged] = page.exec(word) ?? []
  if (paged !== undefined) return ofCachix(paged)
  if (/^[a-z0-9][a-z0-9-]*$/i.test(word)) return ofCachix(word)
  // A host without its scheme, such as cache.nixos-cuda.org.
  const bare = /^[a-z0-9-]+(?:\.[a-z0-9-]+)+(?::\d+)?(?:\/\S*)?$/i.test(word)
  return bare ? `https://${word}` : undefined
}

function ofCachix(name: string): string {
  return `https://${name.toLowerCase()}.cachix.org`
}
