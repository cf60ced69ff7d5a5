import { mkdir } from "node:fs/promises"
import { basename, join } from "node:path"
import type { Smoke } from "../apps/app.ts"
import type { Fleet } from "../inventory/fleet.ts"
import type { Host } from "../inventory/host.ts"

/** Writes the gate's image to images/HOST/ beside hosts/; returns its path. */
export async function saveImage(
  fleet: Fleet,
  host: Host,
  smoke: Smoke,
): Promise<string> {
  const folder = join(fleet.root, "images", host.name)
  const time = new Date().toISOString().slice(0, 19).replaceAll(":", "-")
  // The name comes from the host: only its last part may count.
  const file = join(folder, `${time}-${basename(smoke.image.name)}`)
  await mkdir(folder, { recursive: true })
  const { default: writeFileAtomic } = await import("write-file-atomic")
  await writeFileAtomic(file, smoke.image.bytes)
  return file
}
