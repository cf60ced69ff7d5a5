import { randomUUID } from "node:crypto"
import { chmod, open, realpath, rename, rm, stat } from "node:fs/promises"

/**
 * Replaces a file's text, whole or not at all. A link stays a link, and the
 * mode stays what it was.
 */
export async function replaceFile(path: string, text: string): Promise<void> {
  const target = await realpath(path)
  const { mode } = await stat(target)
  const beside = `${target}.${randomUUID()}.new`
  try {
    {
      await using file = await open(beside, "wx")
      await file.writeFile(text)
      await file.sync()
    }
    await chmod(beside, mode & 0o7777)
    await rename(beside, target)
  } finally {
    await rm(beside, { force: true })
  }
}
