import { dirname } from "node:path"
import { fileURLToPath } from "node:url"
import { fail } from "../errors/fail.ts"
import type { Fleet } from "../inventory/fleet.ts"
import { flakeNix } from "./flake-nix.ts"
import { nar, narHash } from "./nar.ts"
import { packageRoot } from "./package-root.ts"
import { readTree } from "./read-folder.ts"
import { readLock } from "./lock/saved-lock.ts"
import { sliceOf, sliceText } from "./slice.ts"
import { staleInputs } from "./lock/stale-inputs.ts"
import { mostBytes, type Tree, type TreeFile } from "./tree.ts"
import { userFiles } from "./user-files.ts"

export type RenderOptions = {
  /** The text of flake.lock; else `hosts/flake.lock`, if there is one. */
  readonly lock?: string | undefined
}

/**
 * The flake of one host, the same bytes whenever its own data and the shared
 * files are the same; it works without sdops. Errors: `treeUnfit`,
 * `treeTooLarge`, `pathLeavesFleet`, `lockStale`.
 */
export async function renderTree(
  fleet: Fleet,
  hostName: string,
  options: RenderOptions = {},
): Promise<Tree> {
  const host = fleet.hosts.get(hostName)
  if (host === undefined) throw new Error(`no host ${hostName}`)
  const here = dirname(fileURLToPath(import.meta.url))
  const [ours, users, lock] = await Promise.all([
    packageRoot(here).then((root) => readTree(root, "nix")),
    userFiles(fleet, host),
    options.lock ?? readLock(fleet),
  ])
  if (lock !== undefined) requireFresh(lock, fleet)
  const slice = sliceText(sliceOf(fleet, host))
  const files = new Map<string, TreeFile>([
    ["flake.nix", plain(flakeNix(fleet.inputs))],
    ...(lock === undefined ? [] : [["flake.lock", plain(lock)] as const]),
    [`inventory/${host.name}.json`, plain(slice)],
    ...[...users].map(
      ([path, file]) => [`modules/${host.name}/${path}`, file] as const,
    ),
    ...ours,
  ])
  const archive = nar(files)
  const bytes = archive.length
  const path = `hosts/${host.name}`
  if (bytes > mostBytes)
    throw fail("treeTooLarge", { bytes, mostBytes, path }, { host: host.name })
  return { archive, files, hash: narHash(archive) }
}

/** Else Nix would refuse to lock again during a deployment. */
function requireFresh(lock: string, fleet: Fleet): void {
  const inputs = staleInputs(lock, fleet.inputs)
  if (inputs === undefined) throw fail("lockStale", { inputs: [] })
  if (inputs.length > 0) throw fail("lockStale", { inputs })
}

function plain(text: string): TreeFile {
  return { content: Buffer.from(text), executable: false }
}
