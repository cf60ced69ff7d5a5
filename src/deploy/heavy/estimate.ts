/** About how long a heavy package takes to compile. */
export type Estimate = {
  /** With its version. */
  readonly name: string
  readonly minutes: number
  /**
   * What the build site remembers, or else the fleet; or else
   * nix/data/heavy-packages.json.
   */
  readonly by: "history" | "table"
}
