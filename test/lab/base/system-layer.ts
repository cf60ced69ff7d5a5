import { mkdir, rename, rm } from "node:fs/promises"
import { join } from "node:path"
import { contentKey, contentOf } from "../content-key.ts"
import { nixpkgsIngredients } from "../../standins/nixpkgs/assemble.ts"
import { LabProblem } from "../problem.ts"
import { run } from "../run.ts"
import type { Lab } from "../settings.ts"
import { exists } from "./packages-layer.ts"
import { packagesKey } from "./packages.ts"

const here = import.meta.dirname
const standins = join(here, "..", "..", "standins")

/** What the layer is made of besides the packages. */
const ingredients: readonly string[] = [
  join(here, "..", "initial"),
  join(here, "shape"),
  join(here, "make-system.ts"),
  join(standins, "boot-loader"),
  ...Object.keys(nixpkgsIngredients),
]

/**
 * The folder that makes Debian's packages a NixOS-shaped host: our files, the
 * rehearsal nixpkgs in the store, the initial system as generation 1 and boot
 * default, built by real Nix in namespaces of its own. Call it under the
 * lock "base".
 */
export async function systemLayer(
  lab: Lab,
  lower: { readonly options: string; readonly packages: string },
): Promise<string> {
  const contents = await Promise.all(ingredients.map(contentOf))
  const key = contentKey([packagesKey(lab), ...contents.flat()])
  const folder = join(lab.directory, `system-${key}`)
  if (await exists(folder)) return folder
  const partial = `${folder}.partial`
  await rm(partial, { force: true, recursive: true })
  await mkdir(partial, { recursive: true })
  // Nix ends every process of a build user that it sees; here it sees its own.
  const own = ["unshare", "--mount", "--propagation", "private"].concat(
    "--pid --fork --kill-child --mount-proc --ipc --net".split(" "),
  )
  const maker = [process.execPath, join(here, "make-system.ts")]
  const layers = [partial, lower.options, lower.packages]
  const ran = await run([...own, ...maker, ...layers], { deadline: 300 })
  if (ran.exit !== 0) {
    throw new LabProblem(`the initial system can't be made: ${ran.stderr}`)
  }
  await rename(join(partial, "upper"), folder)
  await rm(partial, { force: true, recursive: true })
  return folder
}
