import { createPublicKey, verify } from "node:crypto"
import { nix32 } from "./nix32.ts"
import type { PathInfo } from "./path-info.ts"

/** Whether a path of a cache would be taken, and why not. */
export type Trust =
  | { readonly trust: "signed"; readonly by: string }
  | { readonly trust: "unsigned" }
  /** Signed, by keys that nobody told us. */
  | { readonly trust: "unknown-key"; readonly signers: readonly string[] }
  /** A trusted name, whose key did not make this signature. */
  | { readonly trust: "wrong-key"; readonly signers: readonly string[] }
  /** The store didn't tell the hash that signatures are about. */
  | { readonly trust: "unknown" }

/**
 * Judges a path as Nix does before it takes it from a cache: one signature by
 * one of the keys (`name:base64`) is enough. `--dry-run` doesn't do this.
 * Source: nix src/libstore/path-info.cc, checkSignatures.
 */
export function trustOf(info: PathInfo, keys: readonly string[]): Trust {
  if (info.signatures.length === 0) return { trust: "unsigned" }
  const text = fingerprint(info)
  if (text === undefined) return { trust: "unknown" }
  const known = new Map(keys.map(splitKey))
  const signed = info.signatures.map(splitKey).find(([name, signature]) => {
    const key = known.get(name)
    return key !== undefined && fits(text, signature, key)
  })
  if (signed !== undefined) return { by: signed[0], trust: "signed" }
  const signers = [...new Set(info.signatures.map(keyName))]
  const wrong = signers.filter((name) => known.has(name))
  if (wrong.length > 0) return { signers: wrong, trust: "wrong-key" }
  return { signers, trust: "unknown-key" }
}

/** The name of a key or signature, `name:base64`. */
export function keyName(key: string): string {
  return splitKey(key)[0]
}

/**
 * What a signature is made of: path, hash, size and references.
 * Source: nix src/libstore/path-info.cc, fingerprint.
 */
function fingerprint(info: PathInfo): string | undefined {
  const { narHash, narSize, path, references } = info
  if (narHash === undefined) return undefined
  const base64 = narHash.slice("sha256-".length)
  const hash = nix32(Buffer.from(base64, "base64"))
  const all = references.toSorted().join(",")
  return `1;${path};sha256:${hash};${narSize};${all}`
}

function fits(text: string, signature: string, key: string): boolean {
  try {
    const x = Buffer.from(key, "base64").toString("base64url")
    const jwk = { crv: "Ed25519", kty: "OKP", x }
    const made = Buffer.from(signature, "base64")
    const lock = createPublicKey({ format: "jwk", key: jwk })
    return verify(null, Buffer.from(text), lock, made)
  } catch {
    // A key of another length is none that could have signed.
    return false
  }
}

function splitKey(key: string): readonly [name: string, rest: string] {
  const at = key.indexOf(":")
  return [key.slice(0, at), key.slice(at + 1)]
}
