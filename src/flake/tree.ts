/** It is sent whole, and copied into the store. */
export const mostBytes = 32_000_000

/** A tree of files as it is pushed to a host. */
export type Tree = {
  /** By path with slashes. */
  readonly files: ReadonlyMap<string, TreeFile>
  /** The same as a Nix archive: what `nix-store --restore` takes. */
  readonly archive: Uint8Array
  /** The archive's hash in SRI notation, as `nix hash path` prints it. */
  readonly hash: string
}

export type TreeFile = {
  readonly content: Uint8Array
  readonly executable: boolean
}

/**
 * A tree's hash as a folder's name: 64 hex digits, which `nix-hash --type
 * sha256 FOLDER` prints of the restored tree.
 */
export function treeKey(tree: Pick<Tree, "hash">): string {
  const base64 = tree.hash.slice("sha256-".length)
  return Buffer.from(base64, "base64").toString("hex")
}
