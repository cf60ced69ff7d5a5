import { readdir, rm } from "node:fs/promises"
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

/** Layers that neither a host nor a process that came just before us uses. */
async function removeOldLayers(lab: Lab, current: Layers): Promise<void> {
  const kept = new Set([...current, ...(await layersInUse(lab))])
  const names = await readdir(lab.directory)
  const old = names
    .filter((name) => layer.test(name))
    .map((name) => join(lab.directory, name))
    .filter((folder) => !kept.has(folder))
  const options = { force: true, recursive: true }
  await Promise.all(old.map((folder) => rm(folder, options)))
}
