import { readdir } from "node:fs/promises"
import { join } from "node:path"

/** The newest image that deployments of a host have saved in a fleet. */
export async function latestImage(
  root: string,
  host: string,
): Promise<string | undefined> {
  const folder = join(root, "images", host)
  const names = await readdir(folder).catch(() => [])
  const newest = names.toSorted().at(-1)
  return newest === undefined ? undefined : join(folder, newest)
}
