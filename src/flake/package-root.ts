import { readFile } from "node:fs/promises"
import { dirname, join } from "node:path"

/**
 * The folder of sdops' own package.json, seen from a module of it: the same
 * from `src/` and from the bundle in `dist/`.
 */
export async function packageRoot(from: string): Promise<string> {
  for (let at = from; ; at = dirname(at)) {
    if (await isOurs(at)) return at
    if (dirname(at) === at) throw new Error(`no package.json above ${from}`)
  }
}

async function isOurs(folder: string): Promise<boolean> {
  try {
    const text = await readFile(join(folder, "package.json"), "utf8")
    return (JSON.parse(text) as { name?: unknown }).name === "sdops"
  } catch {
    return false
  }
}
