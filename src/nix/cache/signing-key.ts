import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
} from "node:crypto"
import { Secret } from "../../secret.ts"

/** What a key may be called: nix splits at the first colon. */
export const keyNamePattern = /^[A-Za-z0-9][A-Za-z0-9._-]*$/

export type KeyPair = {
  /** `name:base64`, to be trusted. */
  readonly public: string
  /** `name:base64` of seed and public key, to sign with. */
  readonly secret: Secret
}

/**
 * A new pair in Nix's format. Source: nix doc, `nix key generate-secret`:
 * libsodium's 64 bytes, which are the seed and the public key.
 */
export function generateKeyPair(name: string): KeyPair {
  const { privateKey } = generateKeyPairSync("ed25519")
  const { d = "", x = "" } = privateKey.export({ format: "jwk" })
  const open = Buffer.from(x, "base64url")
  const both = Buffer.concat([Buffer.from(d, "base64url"), open])
  return {
    public: `${name}:${open.toString("base64")}`,
    secret: new Secret(`${name}:${both.toString("base64")}`),
  }
}

/** The public key of a secret one; undefined when it is no key of Nix. */
export function publicKeyOf(secret: Secret): string | undefined {
  const [, name, base64 = ""] =
    /^([^\s:]+):([A-Za-z0-9+/]{86}==)$/.exec(secret.reveal()) ?? []
  const both = Buffer.from(base64, "base64")
  if (name === undefined || both.length !== 64) return undefined
  const [seed, open] = [both.subarray(0, 32), both.subarray(32)]
  // The PKCS#8 form of a bare seed (RFC 8410 §7).
  const head = Buffer.from("302e020100300506032b657004220420", "hex")
  const der = Buffer.concat([head, seed])
  const key = createPrivateKey({ format: "der", key: der, type: "pkcs8" })
  const { x = "" } = createPublicKey(key).export({ format: "jwk" })
  if (!Buffer.from(x, "base64url").equals(open)) return undefined
  return `${name}:${open.toString("base64")}`
}
