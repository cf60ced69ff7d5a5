/** How one item of `npm run check` ended. */
export type Outcome =
  | { readonly how: "ok" }
  /** What is wrong, for a person, one finding a line. */
  | { readonly how: "failed"; readonly findings: readonly string[] }
  | { readonly how: "skipped"; readonly because: string }

export type Check = {
  /** A word or two. */
  readonly name: string
  readonly run: () => Promise<Outcome>
}

/** Fails with these findings; is ok without any. */
export function judged(findings: readonly string[]): Outcome {
  return findings.length === 0 ? { how: "ok" } : { findings, how: "failed" }
}
