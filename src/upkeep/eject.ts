import { readdir } from "node:fs/promises"
import { resolve } from "node:path"
import { fail } from "../errors/fail.ts"
import { newFolder } from "../files/new-folder.ts"
import { renderTree } from "../flake/render-tree.ts"
import type { TreeFile } from "../flake/tree.ts"
import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"
import { farewell } from "./farewell.ts"
import type { FlakeEjected } from "./eject-result.ts"

/**
 * Writes hosts as one flake that needs no sdops: what deployments push, of all
 * of them, and a README. The folder appears whole or not at all.
 * Errors: `folderOccupied`, those of `renderTree`.
 */
export async function ejectFlake(
  fleet: Fleet,
  hosts: readonly Host[],
  to: string,
): Promise<FlakeEjected> {
  const folder = resolve(to)
  await requireFree(folder)
  const files = new Map<string, TreeFile>()
  for (const { name } of hosts) {
    const tree = await renderTree(fleet, name)
    for (const [path, file] of tree.files) files.set(path, file)
  }
  const locked = files.has("flake.lock")
  const { next, readme } = farewell({ folder, hosts, locked })
  const content = Buffer.from(readme)
  files.set("README.md", { content, executable: false })
  await newFolder(folder, files)
  const names = hosts.map(({ name }) => name)
  const count = files.size
  return { "exit-code": 0, files: count, folder, hosts: names, locked, next }
}

async function requireFree(folder: string): Promise<void> {
  const there = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return []
    throw fail("folderOccupied", { folder }, { cause: error })
  })
  if (there.length > 0) throw fail("folderOccupied", { folder })
}
