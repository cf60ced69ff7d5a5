import { lstat, realpath } from "node:fs/promises"
import { join } from "node:path"
import { fail } from "../errors/fail.ts"
import { unfitPath } from "./unfit-path.ts"

/**
 * Where a path that somebody else named lies below a folder, which is there.
 * Errors: `pathRefused` for a path that leads out of it, also by a link that
 * lies there already, or that mustn't be written.
 */
export async function placeWithin(
  folder: string,
  path: string,
): Promise<string> {
  requireFit([path], folder)
  const base = await realpath(folder)
  let at = base
  for (const name of path.split("/")) {
    at = join(at, name)
    const found = await lstat(at).catch(() => undefined)
    if (found === undefined) break
    if (found.isSymbolicLink())
      throw fail("pathRefused", { folder, path, why: "a link lies there" })
  }
  return join(base, path)
}

/** Errors: `pathRefused` for the first path that mustn't be written. */
export function requireFit(paths: Iterable<string>, folder: string): void {
  for (const path of paths) {
    const why = unfitPath(path)
    if (why !== undefined) throw fail("pathRefused", { folder, path, why })
  }
}
