import { type Tree, treeKey } from "../../flake/tree.ts"
import { push, sourceOf } from "../../host/nix/push.ts"
import type { HostShell } from "../../host/shell.ts"

/** Where a tree is on the host, and whether it was there before. */
export type Sent = { readonly source: string; readonly present: boolean }

/** The folder of a tree on every host. */
export function placeOf(tree: Tree): string {
  return sourceOf(treeKey(tree))
}

/** Pushes a tree. Errors: those of `push`. */
export function sendTree(
  shell: HostShell,
  tree: Tree,
  options: { readonly beside?: boolean } = {},
): Promise<Sent> {
  return push(shell, { ...options, hash: treeKey(tree), nar: tree.archive })
}
