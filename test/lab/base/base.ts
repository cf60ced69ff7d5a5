import { readdir, rm, stat, utimes } from "node:fs/promises"
import { join } from "node:path"
import { locked } from "../lock.ts"
import type { Lab } from "../settings.ts"
import { layersInUse } from "../state.ts"
import { optionsLayer } from "./options-layer.ts"
import { packagesLayer } from "./packages-layer.ts"
import { systemLayer } from "./system-layer.ts"

/** Folders that overlayfs stacks below each host's disk, the top one first. */
export type Layers = readonly string[]

/**
 * Makes what all hosts share, where it isn't there yet: 40 s from nothing, 3 s
 * when the rehearsal nixpkgs or the initial system changed, 0.1 s otherwise.
 */
export async function prepareBase(lab: Lab): Promise<Layers> {
  return locked(lab, "base", async () => {
    const packages = await packagesLayer(lab)
    const options = await optionsLayer(lab)
    const system = await systemLayer(lab, { options, packages })
    const layers = [options, system, packages]
    await removeOldLayers(lab, layers)
    return layers
  })
}

const layer = /^(?:options|packages|system)-[0-9a-f]{12}(?:\.partial)?$/

/** Seconds after its last use at which a layer without a host may go. */
const kept = 3600

/** Says that layers are used now. Call it under the lock "base". */
export async function markUsed(layers: Layers): Promise<void> {
  const now = Date.now() / 1000
  await Promise.all(layers.map((folder) => utimes(folder, now, now)))
}

/** Layers that no host uses and that nobody has asked for of late. */
async function removeOldLayers(lab: Lab, current: Layers): Promise<void> {
  const now = Date.now() / 1000
  await markUsed(current)
  const used = new Set(await layersInUse(lab))
  const names = await readdir(lab.directory)
  const folders = names
    .filter((name) => layer.test(name))
    .map((name) => join(lab.directory, name))
  for (const folder of folders.filter((folder) => !used.has(folder))) {
    const age = now - (await stat(folder)).mtimeMs / 1000
    if (age > kept) await rm(folder, { force: true, recursive: true })
  }
}
