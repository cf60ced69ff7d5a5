import { lstat, readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import { fail } from "../errors/fail.ts"
import { mostBytes, type TreeFile } from "./tree.ts"

/** No part of what a host is: version control, and what editors leave. */
const ignored = /^(\.git|\.DS_Store|\.#.*|.*~)$/

/** A private key's first line: PEM and OpenSSH, age. */
const secret =
  /-----BEGIN [A-Z ]*PRIVATE KEY-----|^AGE-SECRET-KEY-1[0-9A-Z]{20}/m

/**
 * The files at or below a path, by their path from the root. Errors:
 * `treeTooLarge`; `treeUnfit` for links and special files, which don't travel,
 * and for private keys: whatever is pushed, everybody on the host can read.
 */
export async function readTree(
  root: string,
  path: string,
): Promise<Map<string, TreeFile>> {
  const files = new Map<string, TreeFile>()
  let bytes = 0
  await visit(path)
  return files

  async function visit(at: string): Promise<void> {
    try {
      await read(at)
    } catch (cause) {
      if (cause instanceof Error && "errno" in cause)
        throw fail("treeUnfit", { is: cause.message, path: at }, { cause })
      throw cause
    }
  }

  async function read(at: string): Promise<void> {
    const found = await lstat(join(root, at))
    if (found.isDirectory()) {
      const names = (await readdir(join(root, at))).toSorted()
      for (const name of names)
        if (!ignored.test(name)) await visit(`${at}/${name}`)
      return
    }
    if (found.isSymbolicLink()) throw unfit(at, "a symbolic link")
    if (!found.isFile()) throw unfit(at, "not a regular file")
    bytes += found.size
    if (bytes > mostBytes)
      throw fail("treeTooLarge", { bytes, mostBytes, path })
    const content = await readFile(join(root, at))
    if (secret.test(content.toString("latin1", 0, 4096)))
      throw unfit(at, "a private key")
    files.set(at, { content, executable: (found.mode & 0o100) !== 0 })
  }
}

function unfit(path: string, is: string): Error {
  return fail("treeUnfit", { is, path })
}
