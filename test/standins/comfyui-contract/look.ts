/** What a server said, and what was recorded, of one thing. */
export type Look = {
  readonly got: unknown
  readonly name: string
  readonly wanted: unknown
}
