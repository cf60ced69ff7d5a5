import { readFile } from "node:fs/promises"
import { dirname, join } from "node:path"
import { fileURLToPath } from "node:url"
import { fail } from "../errors/fail.ts"
import type { Fleet } from "../inventory/fleet.ts"
import { flakeNix } from "./flake-nix.ts"
import { nar, narHash } from "./nar.ts"
import { packageRoot } from "./package-root.ts"
import { readTree } from "./read-folder.ts"
import { sliceOf, sliceText } from "./slice.ts"
import type { Tree, TreeFile } from "./tree.ts"
import { userFiles } from "./user-files.ts"

/** Megabytes; it is sent whole, and copied into the store. */
const most = 16

export type RenderOptions = {
  /** The text of flake.lock; else `hosts/flake.lock`, if there is one. */
  readonly lock?: string | undefined
}

/**
 * The flake of one host, the same bytes whenever its own data and the shared
 * files are the same; it works without sdops. Errors: `treeUnfit`,
 * `treeTooLarge`, `pathLeavesFleet`.
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
    options.lock ?? readLock(fleet.root),
  ])
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
  if (archive.length > most * 1_000_000)
    throw fail(
      "treeTooLarge",
      { megabytes: archive.length / 1_000_000, most },
      { host: host.name },
    )
  return { archive, files, hash: narHash(archive) }
}

function plain(text: string): TreeFile {
  return { content: Buffer.from(text), executable: false }
}

async function readLock(root: string): Promise<string | undefined> {
  try {
    return await readFile(join(root, "hosts", "flake.lock"), "utf8")
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined
    throw error
  }
}
