import { cp, mkdir, readFile, rm, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { type Document, parseDocument } from "yaml"
import type { LabHost } from "../host.ts"

const example = join(import.meta.dirname, "../../../hosts")

/**
 * The example fleet, made to fit the rehearsal host: its address and key, the
 * rehearsal nixpkgs, and neither caches nor models, which a host without
 * internet can't have. Its policy stays: nothing heavy is to be built.
 */
export async function demoFleet(host: LabHost): Promise<{
  readonly environment: Readonly<Record<string, string>>
  readonly root: string
}> {
  const root = join(host.lab.directory, `demo-${host.lab.name}`)
  // Kept between runs: the lock and the images of earlier deployments.
  await mkdir(root, { recursive: true })
  await cp(example, join(root, "hosts"), { recursive: true })
  const nixpkgs = (await host.exec(["cat", "/etc/sdlab/nixpkgs"])).stdout
  await edit(join(root, "hosts/fleet.yaml"), (document) => {
    document.setIn(["inputs", "nixpkgs"], `path:${nixpkgs.trim()}`)
    document.deleteIn(["caches"])
  })
  await dropOtherLock(join(root, "hosts/flake.lock"), nixpkgs.trim())
  await edit(join(root, "hosts/lithium.yaml"), (document) => {
    document.set("address", host.address)
    document.set("host-key", host.hostKey)
    document.deleteIn(["services", "comfyui", "models"])
  })
  const config = join(host.lab.state, "ssh_config")
  return { environment: { SDOPS_FLEET: root, SDOPS_SSH_CONFIG: config }, root }
}

/** A lock of an earlier rehearsal nixpkgs would be refused as stale. */
async function dropOtherLock(file: string, nixpkgs: string): Promise<void> {
  const lock = await readFile(file, "utf8").catch(() => "")
  if (!lock.includes(nixpkgs)) await rm(file, { force: true })
}

async function edit(
  file: string,
  change: (document: Document) => void,
): Promise<void> {
  const document: Document = parseDocument(await readFile(file, "utf8"))
  change(document)
  await writeFile(file, document.toString({ lineWidth: 0 }))
}
