import type { RunOptions } from "../connection.ts"

type Limit = { readonly most: number; readonly tail?: number }

/** How much of each stream is read, in bytes. */
export type Most = { readonly stderr: Limit; readonly stdout: Limit }

const mebibyte = 1024 * 1024

/**
 * The limits of one command. What is told line by line, such as the log of a
 * build, may be longer, and only its end is kept.
 */
export function mostOf(
  /** MiB, of the limits. */
  output: number,
  { onLine }: Pick<RunOptions, "onLine">,
): Most {
  const most = Math.round(output * mebibyte)
  if (onLine === undefined) return { stderr: { most }, stdout: { most } }
  return { stderr: { most: most * 8, tail: mebibyte }, stdout: { most } }
}
