import { mkdir, readdir, rename, rm } from "node:fs/promises"
import { join } from "node:path"
import { exists } from "../base/packages-layer.ts"
import { packagesKey } from "../base/packages.ts"
import { contentKey, contentOf } from "../content-key.ts"
import { LabProblem } from "../problem.ts"
import { run } from "../run.ts"
import type { Lab } from "../settings.ts"
import { layersInUse } from "../state.ts"
import { nixosPackages } from "./packages.ts"
import { alone, switchProgram } from "./switch-program.ts"
import { treeKey } from "./tree.ts"

const here = import.meta.dirname

/** What the layer is made of besides Debian's packages and nixpkgs. */
const ingredients = [
  "../../standins/comfyui",
  "comfyui.nix",
  "configuration.nix",
  "debian",
  "machine.nix",
  "make-nixos.ts",
  "nvidia-machine.nix",
  "shape-nixos.ts",
  "system.nix",
].map((name) => join(here, name))

/**
 * The folder that makes Debian's packages a NixOS: a toplevel of nixpkgs' own
 * modules, built by real Nix, as generation 1 and boot default. Nix' store is
 * kept beside it, so that another one builds only what differs, and one that
 * was interrupted goes on. Call it under the lock "nixos".
 */
export async function nixosLayer(
  lab: Lab,
  lower: { readonly options: string; readonly packages: string },
  tree: string,
): Promise<string> {
  const contents = await Promise.all(ingredients.map(contentOf))
  const base = packagesKey(lab, nixosPackages)
  const ofTree = await treeKey(tree)
  const own = [base, ofTree]
  const key = contentKey([...own, ...contents.flat()])
  const folder = join(lab.directory, `nixos-${key}`)
  if (await exists(folder)) return folder
  // What Nix builds of Debian's files is of these alone.
  const store = join(lab.directory, `nixos-store-${base}`)
  await removeOthers(lab, store)
  const partial = `${folder}.partial`
  await rm(partial, { force: true, recursive: true })
  await mkdir(partial, { recursive: true })
  const program = await switchProgram(lab, lower.packages, tree)
  const maker = [process.execPath, join(here, "make-nixos.ts")]
  const made = [ofTree, program, store]
  const words = [partial, lower.options, lower.packages, tree, ...made]
  // Nix ends every process of a build user that it sees; here it sees its own.
  const ran = await run([...alone, ...maker, ...words], { deadline: 1500 })
  if (ran.exit !== 0) {
    throw new LabProblem(`the initial NixOS can't be made: ${ran.stderr}`)
  }
  await rename(join(partial, "upper"), folder)
  await rm(partial, { force: true, recursive: true })
  return folder
}

const ours = /^nixos-(?:store-)?[0-9a-f]{12}(?:\.partial)?$/

/** Earlier ones, which take half a GiB each, go when a new one is made. */
async function removeOthers(lab: Lab, store: string): Promise<void> {
  const used = new Set([...(await layersInUse(lab)), store])
  const names = await readdir(lab.directory)
  const folders = names
    .filter((name) => ours.test(name))
    .map((name) => join(lab.directory, name))
  for (const folder of folders.filter((one) => !used.has(one)))
    await rm(folder, { force: true, recursive: true })
}
