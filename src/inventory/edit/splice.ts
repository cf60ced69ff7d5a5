type Yaml = typeof import("yaml")

/** A text that is to be cut. */
export type Uncut = {
  /** The document's contents as parsed from the text. */
  readonly root: unknown
  readonly text: string
  readonly yaml: Yaml
}

/** Text to put in place of `from` to `to`, in UTF-16 units. */
export type Splice = {
  readonly from: number
  readonly insert: string
  readonly to: number
}
