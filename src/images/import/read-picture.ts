import { open } from "node:fs/promises"
import { fail } from "../../errors/fail.ts"

/** Bytes; more than any picture that an app makes. */
const largest = 64 * 1024 * 1024

/** A picture's bytes. Errors: `pictureRefused`. */
export async function readPicture(
  path: string,
  shown: string,
): Promise<Buffer> {
  const refuse = (why: string, cause?: unknown) =>
    fail("pictureRefused", { file: shown, why }, { cause })
  const opened = await open(path, "r").catch((cause: Error) => {
    throw refuse(`it can't be read: ${cause.message}`, cause)
  })
  await using file = opened
  const found = await file.stat()
  if (!found.isFile()) throw refuse("it isn't a file")
  if (found.size > largest) throw refuse("it is larger than 64 MiB")
  return file.readFile()
}
