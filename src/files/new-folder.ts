import { randomUUID } from "node:crypto"
import { mkdir, rename, rm, writeFile } from "node:fs/promises"
import { basename, dirname, join } from "node:path"
import { fail } from "../errors/fail.ts"
import { requireFit } from "./place-within.ts"

/** Files of a folder, by their path below it. */
export type Files = ReadonlyMap<
  string,
  { readonly content: Uint8Array; readonly executable: boolean }
>

/**
 * Makes a folder of these files, whole or not at all; it may be there if it is
 * empty. Errors: `pathRefused`, before anything is written.
 */
export async function newFolder(folder: string, files: Files): Promise<void> {
  requireFit(files.keys(), folder)
  const beside = join(
    dirname(folder),
    `.${basename(folder)}.${randomUUID()}.new`,
  )
  try {
    await mkdir(beside, { recursive: true })
    for (const [path, { content, executable }] of files) {
      const file = join(beside, path)
      const mode = executable ? 0o755 : 0o644
      await mkdir(dirname(file), { recursive: true })
      await writeFile(file, content, { flag: "wx", mode })
    }
    // Onto an empty folder this works, onto any other it doesn't.
    await rename(beside, folder)
  } catch (cause) {
    throw isTaken(cause) ? taken(folder, cause) : cause
  } finally {
    await rm(beside, { force: true, recursive: true })
  }
}

function taken(folder: string, cause: NodeJS.ErrnoException): Error {
  const path = cause.path ?? folder
  const why = "something of that name is there"
  return fail("pathRefused", { folder, path, why }, { cause })
}

/** A file where a folder is to be, or one that differs by its case only. */
function isTaken(thrown: unknown): thrown is NodeJS.ErrnoException {
  const { code } = thrown as NodeJS.ErrnoException
  const codes = ["EEXIST", "EISDIR", "ENOTDIR", "ENOTEMPTY"]
  return codes.includes(String(code))
}
