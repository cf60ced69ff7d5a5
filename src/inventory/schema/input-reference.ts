import { z } from "zod"
import { secretRefusal } from "../../secret-in-url.ts"

const shapes = "a flake reference, such as github:NixOS/nixpkgs/nixos-26.05"
const shape = /^[a-z][a-z0-9+.-]*:[^\s\p{Cc}]+$/u
const inTheStore =
  ", which would lie in flake.lock and in the store (docs/flake.md)"
const forges: Readonly<Record<string, string>> = {
  "github.com": "github",
  "gitlab.com": "gitlab",
  "git.sr.ht": "sourcehut",
}

/**
 * A flake input: a reference with a scheme (`github:`, `path:`, `git+https:`
 * …). An address pasted from a browser is refused with the one meant, and one
 * with a secret, which would lie in flake.lock and in the store.
 */
export const inputReference = z.string().superRefine((written, context) => {
  const meant = pasted(written)
  const said =
    secretRefusal(written, inTheStore) ??
    (meant === undefined ? undefined : `a flake reference: ${meant}`) ??
    (shape.test(written) ? undefined : shapes)
  if (said !== undefined) context.addIssue({ code: "custom", message: said })
})

/** Scheme and `www.`, host, owner, repository, what is shown of it. */
const page =
  /^(?:(?:https?:)?\/\/)?(?:www\.)?([a-z.]+)\/([^/\s]+)\/([^/\s#?]+)(?:\/(?:-\/)?(?:tree|commits?)\/([^\s#?]+))?\/?$/

/** As `git clone` takes it: `git@host:owner/repository`, or by ssh://. */
const clone = /^(?:ssh:\/\/)?git@([a-z.]+)[:/]([^/\s]+)\/([^/\s#?]+)$/

/** `https://github.com/o/r/tree/b` → `github:o/r/b`; else undefined. */
function pasted(written: string): string | undefined {
  const bySsh = clone.exec(written)
  const [, host = "", owner, repository = "", branch] =
    bySsh ?? page.exec(written) ?? []
  const forge = forges[host]
  if (forge === undefined) return undefined
  const name = `${owner}/${repository.replace(/\.git$/, "")}`
  const tail = branch === undefined ? "" : `/${branch}`
  const found = `${forge}:${name}${tail}`
  return bySsh === null
    ? found
    : `${found}, or git+ssh://git@${host}/${name} for a private one`
}
