/** A place in the copied files that can't stay as it is in a flake. */
export type Finding = {
  /** From the folder that was copied. */
  readonly file: string
  /** From 1. */
  readonly line: number
  /** What is there, such as `<nixpkgs>`. */
  readonly what: string
  /** What to write instead. */
  readonly cure: string
}
