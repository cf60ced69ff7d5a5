import { nixTokens } from "../nix/language/tokens.ts"

/** A path in Nix code, relative to the file that says it. */
export type PathLiteral = {
  readonly path: string
  /** From 1. */
  readonly line: number
}

/**
 * The relative paths that Nix code names, outside comments and plain text,
 * also within `${}` of a string. Of an interpolated path, its fixed folder.
 */
export function pathLiterals(code: string): PathLiteral[] {
  return nixTokens(code)
    .filter(({ kind }) => kind === "relative")
    .map(({ line, text }) => ({ line, path: text }))
}
