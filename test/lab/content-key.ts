import { createHash } from "node:crypto"
import { readdir, readFile, stat } from "node:fs/promises"
import { join } from "node:path"

/** A short name for a content: same parts, same name. */
export function contentKey(parts: readonly string[]): string {
  const hash = createHash("sha256")
  for (const part of parts) hash.update(`${part.length}:${part}`)
  return hash.digest("hex").slice(0, 12)
}

/**
 * Every file below a path (or the file itself), as name, mode and text; tests
 * and prose change nothing.
 */
export async function contentOf(path: string): Promise<string[]> {
  const about = await stat(path)
  if (!about.isDirectory()) {
    const mode = (about.mode & 0o111) === 0 ? "file" : "program"
    return [mode, await readFile(path, "latin1")]
  }
  const all = (await readdir(path)).toSorted()
  const names = all.filter((name) => !/(?:\.md|\.test\.ts)$/.test(name))
  const parts = names.map(async (name) => [
    name,
    ...(await contentOf(join(path, name))),
  ])
  return (await Promise.all(parts)).flat()
}
