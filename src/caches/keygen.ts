import { open } from "node:fs/promises"
import { resolve } from "node:path"
import { fail } from "../errors/fail.ts"
import { generateKeyPair, keyNamePattern } from "../nix/cache/signing-key.ts"
import type { KeyMade } from "./result.ts"

/**
 * Makes a pair of keys here, without Nix. The secret one is written to a file
 * that only its owner can read and that must not exist. Errors: `usage`,
 * `keyFileExists`, `keyFileFailed`.
 */
export async function makeKey(name: string, file: string): Promise<KeyMade> {
  if (!keyNamePattern.test(name)) {
    const problem = `${name} can't name a key: use letters, digits, . _ and -`
    const example = "sdops cache keygen cache.example.org-1"
    throw fail("usage", { problem, try: [example] })
  }
  const made = generateKeyPair(name)
  try {
    // The mode is the new file's own: it is never open to others.
    await using handle = await open(file, "wx", 0o600)
    await handle.writeFile(`${made.secret.reveal()}\n`)
    await handle.sync()
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException
    if (code === "EEXIST") throw fail("keyFileExists", { file }, { cause })
    throw fail("keyFileFailed", { file, reason: message }, { cause })
  }
  return {
    "exit-code": 0,
    file: resolve(file),
    key: made.public,
    reference: `file:${resolve(file)}`,
  }
}
