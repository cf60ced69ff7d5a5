import { z } from "zod"

const shapes = "a flake reference, such as github:NixOS/nixpkgs/nixos-26.05"
const forges: Readonly<Record<string, string>> = {
  "github.com": "github",
  "gitlab.com": "gitlab",
  "git.sr.ht": "sourcehut",
}

/**
 * A flake input: a reference with a scheme (`github:`, `path:`, `git+https:`
 * …). An address pasted from a browser is refused with the one meant.
 */
export const inputReference = z.string().superRefine((written, context) => {
  const meant = pasted(written)
  const said =
    meant !== undefined
      ? `a flake reference: ${meant}`
      : /^[a-z][a-z0-9+.-]*:[^\s\p{Cc}]+$/u.test(written)
        ? undefined
        : shapes
  if (said !== undefined) context.addIssue({ code: "custom", message: said })
})

/** `https://github.com/o/r/tree/b` → `github:o/r/b`; else undefined. */
function pasted(written: string): string | undefined {
  const match =
    /^(?:(?:https?:)?\/\/)?(?:www\.)?([a-z.]+)\/([^/\s]+)\/([^/\s#?]+)(?:\/(?:-\/)?tree\/([^\s#?]+))?\/?$/.exec(
      written,
    )
  const forge = forges[match?.[1] ?? ""]
  if (match === null || forge === undefined) return undefined
  const [, , owner, repository = "", branch] = match
  const tail = branch === undefined ? "" : `/${branch}`
  return `${forge}:${owner}/${repository.replace(/\.git$/, "")}${tail}`
}
