import type { RunOptions } from "../connection.ts"

type Limit = { readonly most: number; readonly tail?: number }

/** How much of each stream is read, in bytes. */
export type Most = { readonly stderr: Limit; readonly stdout: Limit }

const mebibyte = 1024 * 1024

/**
 * The limits of one script. What is told as it comes, such as the log of a
 * build, may be longer, and only its end is kept.
 */
export function mostOf(
  /** MiB, of the limits. */
  output: number,
  { onBytes, onLine }: Pick<RunOptions, "onBytes" | "onLine">,
): Most {
  const most = Math.round(output * mebibyte)
  const passing = { most: most * 8, tail: mebibyte }
  return {
    stderr: onLine === undefined ? { most } : passing,
    stdout: onBytes === undefined ? { most } : passing,
  }
}
