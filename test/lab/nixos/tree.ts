import { existsSync } from "node:fs"
import { join } from "node:path"
import { contentKey } from "../content-key.ts"
import { LabMissing } from "../problem.ts"
import { must } from "../run.ts"

/**
 * The whole nixpkgs that SDOPS_NIXPKGS names. Errors: LabMissing where it
 * names none.
 */
export function treeFrom(environment: NodeJS.ProcessEnv): string {
  const folder = environment["SDOPS_NIXPKGS"] ?? ""
  if (existsSync(join(folder, "nixos/lib/eval-config.nix"))) return folder
  throw new LabMissing(
    "a host that is NixOS needs a whole nixpkgs: set SDOPS_NIXPKGS to it",
  )
}

/** A name for a tree's content: its files' names, sizes and times. */
export async function treeKey(tree: string): Promise<string> {
  const listed = ["find", tree, "-type", "f", "-printf", "%P %s %T@\n"]
  const files = await must(listed, { deadline: 60 })
  return contentKey(files.split("\n").toSorted())
}

/** Where nixpkgs has the source of switch-to-configuration. */
export function switchSource(tree: string): string {
  const folder = join(tree, "pkgs/by-name/sw/switch-to-configuration-ng")
  if (existsSync(join(folder, "Cargo.lock"))) return folder
  throw new LabMissing(
    `${tree} has no switch-to-configuration in Rust: it is too old`,
  )
}
