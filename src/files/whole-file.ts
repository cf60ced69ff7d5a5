import { randomUUID } from "node:crypto"
import { chmod, link, open, realpath, rename, rm, stat } from "node:fs/promises"

type Content = string | Uint8Array

/**
 * Makes a file, whole or not at all. Errors: `EEXIST` when one of that name is
 * there: unlike a rename, a link never replaces.
 */
export async function createFile(
  path: string,
  content: Content,
): Promise<void> {
  await beside(path, content, (file) => link(file, path))
}

/**
 * Puts a file in place of the one that may be there, whole or not at all. A
 * link stays a link, and the mode stays what it was.
 */
export async function replaceFile(
  path: string,
  content: Content,
): Promise<void> {
  const target = await realpath(path).catch(() => path)
  const found = await stat(target).catch(() => undefined)
  await beside(target, content, async (file) => {
    if (found !== undefined) await chmod(file, found.mode & 0o7777)
    await rename(file, target)
  })
}

async function beside(
  path: string,
  content: Content,
  place: (file: string) => Promise<void>,
): Promise<void> {
  const name = `${path}.${randomUUID()}.new`
  try {
    {
      await using file = await open(name, "wx")
      await file.writeFile(content)
      await file.sync()
    }
    await place(name)
  } finally {
    await rm(name, { force: true })
  }
}
