import { createHash, createPrivateKey, sign } from "node:crypto"
import { nix32 } from "../../src/nix/cache/nix32.ts"
import type { KeyPair } from "../../src/nix/cache/signing-key.ts"
import type { HttpCache } from "./http-cache.ts"

/** A NAR of one file. Source: nix src/libutil/archive.cc. */
function narOf(text: string): Buffer {
  const words = ["nix-archive-1", "(", "type", "regular", "contents", text, ")"]
  return Buffer.concat(
    words.map((word) => {
      const bytes = Buffer.from(word)
      const size = Buffer.alloc(8)
      size.writeBigUInt64LE(BigInt(bytes.length))
      const rest = Buffer.alloc((8 - (bytes.length % 8)) % 8)
      return Buffer.concat([size, bytes, rest])
    }),
  )
}

/** Puts a store path into a cache: a file of that text, signed. */
export function putPath(
  { files }: Pick<HttpCache, "files">,
  path: string,
  { key, text = path }: { readonly key: KeyPair; readonly text?: string },
): void {
  const nar = narOf(text)
  const hash = `sha256:${nix32(createHash("sha256").update(nar).digest())}`
  const print = `1;${path};${hash};${nar.length};`
  const [name, base64 = ""] = key.secret.reveal().split(":")
  const seed = Buffer.from(base64, "base64").subarray(0, 32)
  // The PKCS#8 form of a bare seed (RFC 8410 §7).
  const head = Buffer.from("302e020100300506032b657004220420", "hex")
  const der = Buffer.concat([head, seed])
  const secret = createPrivateKey({ format: "der", key: der, type: "pkcs8" })
  const signature = sign(null, Buffer.from(print), secret).toString("base64")
  const at = path.slice("/nix/store/".length).slice(0, 32)
  const lines = [
    `StorePath: ${path}`,
    `URL: nar/${at}.nar`,
    "Compression: none",
    `FileHash: ${hash}`,
    `FileSize: ${nar.length}`,
    `NarHash: ${hash}`,
    `NarSize: ${nar.length}`,
    "References: ",
    `Sig: ${name}:${signature}`,
  ]
  files.set(`/nar/${at}.nar`, nar)
  files.set(`/${at}.narinfo`, Buffer.from(`${lines.join("\n")}\n`))
}
