import { chmod, copyFile, cp, link, mkdir, rename, rm } from "node:fs/promises"
import { join } from "node:path"
import { contentKey, contentOf } from "../content-key.ts"
import type { Kind } from "../kind.ts"
import type { Lab } from "../settings.ts"
import { exists } from "./packages-layer.ts"

const labFolder = join(import.meta.dirname, "..")

/** Kind of host → where its first script and its process 1 are kept. */
const scriptsOf: Readonly<Record<Kind, string>> = {
  nixos: join(labFolder, "nixos"),
  "stand-in": join(labFolder, "machine"),
}

const standins = join(import.meta.dirname, "..", "..", "standins")

/**
 * The folder with `/opt/sdlab`: Node, the stand-ins, stage 2. A layer of its
 * own, so that a changed stand-in costs a copy and not a base. Call it under
 * the lock "base".
 */
export async function optionsLayer(lab: Lab): Promise<string> {
  const scripts = Object.values(scriptsOf).flatMap((from) =>
    ["furnish.sh", "init.sh"].map((name) => join(from, name)),
  )
  const contents = [...scripts, standins].map(contentOf)
  const parts = [process.version, ...(await Promise.all(contents)).flat()]
  const folder = join(lab.directory, `options-${contentKey(parts)}`)
  if (await exists(folder)) return folder
  const partial = `${folder}.partial`
  await rm(partial, { force: true, recursive: true })
  const inside = join(partial, "opt/sdlab")
  await mkdir(inside, { recursive: true })
  await cp(standins, join(inside, "standins"), {
    filter: (path) => path !== join(standins, "nixpkgs"),
    recursive: true,
  })
  for (const [kind, from] of Object.entries(scriptsOf)) {
    const to = join(inside, kind)
    await mkdir(to)
    await copyFile(join(from, "furnish.sh"), join(to, "furnish"))
    await copyFile(join(from, "init.sh"), join(to, "init"))
    await chmod(join(to, "init"), 0o755)
  }
  await link(await nodeBinary(lab), join(inside, "node"))
  await rename(partial, folder)
  return folder
}

/** A copy of the running Node, one for all layers, which link to it. */
async function nodeBinary(lab: Lab): Promise<string> {
  const file = join(lab.directory, `node-${process.version}`)
  if (await exists(file)) return file
  const partial = `${file}.partial`
  await copyFile(process.execPath, partial)
  await chmod(partial, 0o755)
  await rename(partial, file)
  return file
}
