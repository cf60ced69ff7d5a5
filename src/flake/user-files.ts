import { realpath, stat } from "node:fs/promises"
import { join, posix } from "node:path"
import { fail } from "../errors/fail.ts"
import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"
import { moduleReference } from "../inventory/module-reference.ts"
import { pathLiterals } from "./path-literals.ts"
import { readTree } from "./read-folder.ts"
import type { TreeFile } from "./tree.ts"

/**
 * The user's own files that a host needs, by path from the fleet's root: its
 * folder `hosts/<name>/` whole, the modules that it names, and what their
 * relative paths reach. Errors: `treeUnfit`, `pathLeavesFleet`.
 */
export async function userFiles(
  fleet: Pick<Fleet, "root">,
  host: Host,
): Promise<Map<string, TreeFile>> {
  const files = new Map<string, TreeFile>()
  const own = `hosts/${host.name}`
  if (await isThere(join(fleet.root, own))) await add(own)
  for (const written of host.modules) {
    const reference = moduleReference(written)
    if (reference.names === "file") await add(reference.path)
  }
  return files

  async function add(path: string): Promise<void> {
    const real = await realpath(join(fleet.root, path))
    if (real !== join(await realpath(fleet.root), path))
      throw fail("treeUnfit", { is: "behind a symbolic link", path })
    for (const [name, file] of await readTree(fleet.root, path)) {
      if (files.has(name)) continue
      files.set(name, file)
      if (name.endsWith(".nix")) await follow(name, file)
    }
  }

  async function follow(name: string, file: TreeFile): Promise<void> {
    const code = Buffer.from(file.content).toString("utf8")
    for (const { line, path } of pathLiterals(code)) {
      const target = posix.join(posix.dirname(name), path).replace(/\/$/, "")
      // What isn't there is for Nix to judge: `pathExists` may ask for it.
      if (files.has(target) || `${target}/`.startsWith(`${own}/`)) continue
      const escapes = target === ".." || target.startsWith("../")
      if (!escapes && !(await isThere(join(fleet.root, target)))) continue
      if (escapes || [".", "hosts"].includes(target))
        throw fail("pathLeavesFleet", { file: name, line, path })
      await add(target)
    }
  }
}

async function isThere(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined
}
