import { createHash } from "node:crypto"

/** A public host key, as `ssh-ed25519 AAAA…` says it. */
export type HostKey = { readonly type: string; readonly blob: string }

/** Parses a key line, a comment after it is ignored. */
export function parseHostKey(line: string): HostKey | undefined {
  const [type, blob] = line.trim().split(/\s+/)
  if (type === undefined || blob === undefined) return undefined
  return typeOf(Buffer.from(blob, "base64")) === type
    ? { type, blob: blob.replace(/=+$/, "") }
    : undefined
}

/** The key of the bytes that a server sends. */
export function hostKeyOf(bytes: Buffer): HostKey {
  const blob = bytes.toString("base64").replace(/=+$/, "")
  return { type: typeOf(bytes) ?? "unknown", blob }
}

/** `SHA256:…`, as OpenSSH prints it. */
export function fingerprint(key: HostKey): string {
  const hash = createHash("sha256").update(Buffer.from(key.blob, "base64"))
  return `SHA256:${hash.digest("base64").replace(/=+$/, "")}`
}

/** The line for an inventory file or known_hosts. */
export function sayHostKey(key: HostKey): string {
  const bytes = Buffer.from(key.blob, "base64")
  return `${key.type} ${bytes.toString("base64")}`
}

export function sameKey(a: HostKey, b: HostKey): boolean {
  return a.blob === b.blob
}

function typeOf(bytes: Buffer): string | undefined {
  if (bytes.length < 4) return undefined
  const length = bytes.readUInt32BE(0)
  if (length === 0 || length > 64 || bytes.length < 4 + length) return undefined
  return bytes.toString("latin1", 4, 4 + length)
}
