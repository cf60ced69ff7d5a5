import { readFile } from "node:fs/promises"

/** What a private key file turned out to be. */
export type Identity =
  | { readonly kind: "certified"; readonly file: string }
  | { readonly kind: "encrypted"; readonly file: string }
  | { readonly kind: "hardware"; readonly file: string }
  | { readonly kind: "key"; readonly file: string; readonly text: string }
  | { readonly kind: "missing"; readonly file: string }

/**
 * Looks at the identity files that ssh_config names. A certificate or public
 * key beside the private one tells what it is without a passphrase.
 */
export function readIdentities(files: readonly string[]): Promise<Identity[]> {
  return Promise.all(files.map(readIdentity))
}

async function readIdentity(file: string): Promise<Identity> {
  const [text, shown, certificate] = await Promise.all(
    [file, `${file}.pub`, `${file}-cert.pub`].map(maybe),
  )
  const isHardware = (line: string | undefined) =>
    line !== undefined && /^sk-|^\S+ .*\bsk-/.test(line)
  if (isHardware(shown)) return { kind: "hardware", file }
  if (certificate !== undefined) return { kind: "certified", file }
  if (text === undefined) return { kind: "missing", file }
  if (isHardware(text)) return { kind: "hardware", file }
  if (isEncrypted(text)) return { kind: "encrypted", file }
  return { kind: "key", file, text }
}

/** PEM says it in a header; OpenSSH's own format names its cipher inside. */
function isEncrypted(text: string): boolean {
  if (/ENCRYPTED/.test(text)) return true
  const body = /BEGIN OPENSSH PRIVATE KEY-----([\s\S]+?)-----END/.exec(text)
  if (body?.[1] === undefined) return false
  const bytes = Buffer.from(body[1], "base64")
  const magic = "openssh-key-v1\0".length
  const length = bytes.readUInt32BE(magic)
  const start = magic + 4
  return bytes.toString("latin1", start, start + length) !== "none"
}

async function maybe(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8")
  } catch {
    return undefined
  }
}
