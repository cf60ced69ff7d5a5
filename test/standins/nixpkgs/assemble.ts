import { cp, mkdir } from "node:fs/promises"
import { dirname, join } from "node:path"

const here = import.meta.dirname
const repository = join(here, "..", "..", "..")

/**
 * What the rehearsal nixpkgs consists of: folder or file → its place in the
 * tree. The tree refers to nothing outside itself, so it can be in a store.
 */
export const nixpkgsIngredients: Readonly<Record<string, string>> = {
  [here]: ".",
  [join(repository, "nix", "data")]: "data",
  [join(here, "..", "comfyui")]: "sources/comfyui",
}

/** Writes the complete tree into `folder`, which need not exist. */
export async function assembleNixpkgs(folder: string): Promise<void> {
  for (const [from, place] of Object.entries(nixpkgsIngredients)) {
    const to = join(folder, place)
    await mkdir(dirname(to), { recursive: true })
    await cp(from, to, { filter: wanted, recursive: true })
  }
}

/** Tests and prose would change the tree's hash without changing a system. */
function wanted(path: string): boolean {
  if (path.startsWith(`${here}/`) && path.endsWith(".ts")) return false
  return !/\.(?:md|test\.ts)$/.test(path)
}

const [folder] = process.argv.slice(2)
if (import.meta.main && folder !== undefined) await assembleNixpkgs(folder)
