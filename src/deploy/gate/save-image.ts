import { mkdir } from "node:fs/promises"
import { join } from "node:path"
import type { Smoke } from "../../apps/app.ts"
import { placeWithin } from "../../files/place-within.ts"
import { replaceFile } from "../../files/whole-file.ts"
import type { Fleet } from "../../inventory/fleet.ts"
import type { Host } from "../../inventory/host.ts"

/** Writes the gate's image to images/HOST/ beside hosts/; returns its path. */
export async function saveImage(
  fleet: Fleet,
  host: Host,
  smoke: Smoke,
): Promise<string> {
  const folder = join(fleet.root, "images", host.name)
  await mkdir(folder, { recursive: true })
  const time = new Date().toISOString().slice(0, 19).replaceAll(":", "-")
  const file = await placeWithin(folder, `${time}${partOf(smoke.image.name)}`)
  await replaceFile(file, smoke.image.bytes)
  return file
}

/** The host chose the name: it is kept where it is one of a picture. */
function partOf(name: string): string {
  return /^[\w-]{1,100}\.png$/.test(name) ? `-${name}` : ".png"
}
