/** A tree of files as it is pushed to a host. */
export type Tree = {
  /** By path with slashes, sorted bytewise. */
  readonly files: ReadonlyMap<string, TreeFile>
  /** The tree's NAR hash in SRI notation: its address and its proof. */
  readonly hash: string
}

export type TreeFile = {
  readonly content: Uint8Array
  readonly executable: boolean
}
