import { readdir } from "node:fs/promises"
import { dirname, join } from "node:path"

/** The repository's root. */
export const root = dirname(import.meta.dirname)

/**
 * Files below a folder whose names end so, relative to the root, sorted; none
 * if there is no such folder.
 */
export async function filesUnder(
  folder: string,
  ...endings: readonly string[]
): Promise<readonly string[]> {
  const entries = await readdir(join(root, folder), {
    recursive: true,
    withFileTypes: true,
  }).catch(() => [])
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length + 1))
    .filter((file) => endings.some((ending) => file.endsWith(ending)))
    .sort()
}
