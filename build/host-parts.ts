import { readFileSync } from "node:fs"
import { basename, join } from "node:path"
import { inOrder, needsIn, type Part } from "./needs.ts"
import { filesUnder, root } from "./tree.ts"

/** Parts that lie with the Nix module that uses them as well. */
export const elsewhere = [
  "nix/modules/as-owner.sh",
  "nix/modules/intake.sh",
  "nix/modules/job-queue.sh",
  "nix/modules/loader.sh",
  "nix/modules/quiet-hours.sh",
  "nix/modules/saved-state.sh",
]

/** Every part by its name: the file's, less `.sh`. Errors: two of a name. */
export async function hostParts(): Promise<ReadonlyMap<string, Part>> {
  const files = [...(await filesUnder("src/host", ".sh")), ...elsewhere]
  const parts = new Map<string, Part>()
  for (const path of files) {
    const name = basename(path, ".sh")
    const other = parts.get(name)
    if (other !== undefined) {
      throw new Error(`${path} has the name of ${other.file}`)
    }
    const file = join(root, path)
    const needs = needsIn(readFileSync(file, "utf8"))
    parts.set(name, { file, name, needs })
  }
  return parts
}

/**
 * Paths of a script and of what it needs, in order. A script that is no part
 * stands alone. Errors: those of `inOrder`.
 */
export async function filesOf(file: string): Promise<readonly string[]> {
  const parts = await hostParts()
  const part = parts.get(basename(file, ".sh"))
  if (part?.file !== file) return [file]
  return inOrder(part, (name) => parts.get(name)).map((one) => one.file)
}
