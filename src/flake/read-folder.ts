import { lstat, readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { fail } from "../errors/fail.ts"
import type { TreeFile } from "./tree.ts"

/** No part of what a host is: version control, and what editors leave. */
const ignored = /^(\.git|\.DS_Store|\.#.*|.*~)$/

/** A private key's first line: PEM and OpenSSH, age. */
const secret =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----|^AGE-SECRET-KEY-1[0-9A-Z]{20}/m

/**
 * The files at or below a path, by their path from the root. Errors:
 * `treeUnfit` for links and special files, which don't travel, and for private
 * keys: whatever is pushed is readable by everybody on the host.
 */
export async function readTree(
  root: string,
  path: string,
): Promise<Map<string, TreeFile>> {
  const files = new Map<string, TreeFile>()
  await visit(path)
  return files

  async function visit(at: string): Promise<void> {
    const found = await lstat(join(root, at))
    if (found.isDirectory()) {
      const names = (await readdir(join(root, at))).sort()
      for (const name of names)
        if (!ignored.test(name)) await visit(`${at}/${name}`)
      return
    }
    if (found.isSymbolicLink()) throw unfit(at, "a symbolic link")
    if (!found.isFile()) throw unfit(at, "no regular file")
    if (found.size > 16_000_000) throw unfit(at, "larger than 16 MB")
    const content = await readFile(join(root, at))
    if (secret.test(content.toString("latin1", 0, 4096)))
      throw unfit(at, "a private key")
    files.set(at, { content, executable: (found.mode & 0o100) !== 0 })
  }
}

function unfit(path: string, is: string): Error {
  return fail("treeUnfit", { is, path })
}
