import { writeFile } from "node:fs/promises"
import { join } from "node:path"
import { Plugin } from "@oclif/core/config"

/**
 * Writes oclif's manifest: the commands' help and flags as data, so that
 * neither `--help` nor an unknown command imports one.
 */
export async function writeManifest(root: string): Promise<void> {
  const plugin = new Plugin({
    errorOnManifestCreate: true,
    ignoreManifest: true,
    respectNoCacheDefault: true,
    root,
    type: "core",
  } as ConstructorParameters<typeof Plugin>[0])
  await plugin.load()
  const text = JSON.stringify(plugin.manifest, null, 2)
  await writeFile(join(root, "oclif.manifest.json"), `${text}\n`)
}
