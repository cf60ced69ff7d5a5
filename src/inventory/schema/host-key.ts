import { z } from "zod"

const kinds = [
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "sk-ecdsa-sha2-nistp256@openssh.com",
  "sk-ssh-ed25519@openssh.com",
  "ssh-ed25519",
  "ssh-rsa",
]

/**
 * A public host key as in known_hosts: kind, then base64 whose first field
 * repeats the kind (RFC 4253 §6.6). A comment behind it is dropped.
 */
export const hostKey = z.string().transform((written, context) => {
  const [kind = "", base64 = ""] = written.trim().split(/\s+/)
  if (kinds.includes(kind) && holds(base64, kind)) return `${kind} ${base64}`
  context.addIssue({
    code: "custom",
    message: "a public host key, such as ssh-ed25519 AAAA…",
  })
  return z.NEVER
})

function holds(base64: string, kind: string): boolean {
  if (!/^[A-Za-z0-9+/]+={0,2}$/.test(base64)) return false
  const blob = Buffer.from(base64, "base64")
  if (blob.length < 4 + kind.length + 4) return false
  const length = blob.readUInt32BE(0)
  return blob.toString("latin1", 4, 4 + length) === kind
}
