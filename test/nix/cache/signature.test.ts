import fc from "fast-check"
import { createPrivateKey, sign } from "node:crypto"
import { expect, test } from "vitest"
import { normaliseHash } from "../../../src/inventory/hash.ts"
import { nix32 } from "../../../src/nix/cache/nix32.ts"
import { parseNarinfo } from "../../../src/nix/cache/narinfo.ts"
import type { PathInfo } from "../../../src/nix/cache/path-info.ts"
import { plainUrl } from "../../../src/nix/plain-url.ts"
import { trustOf } from "../../../src/nix/cache/signature.ts"
import {
  generateKeyPair,
  publicKeyOf,
} from "../../../src/nix/cache/signing-key.ts"
import { Secret } from "../../../src/secret.ts"

// Written and signed by Nix 2.26.3 on a rehearsal host, with a key of ours.
const key = "rehearsal-1:uaRUXES5wvLEShpom2Ap6afv185swE2QYvPLCA1wJXg="
const name = "s6ld7rc7ggi1zn3s38cbjbxzpc9qhjyk-linux-6.12.63"
const signature =
  "CTd2zU+RbcEkClvuPtmJef8+oKxaI3E48idvsT99suu4t0+wfj7GZMN5AkA/" +
  "SxL006ik/xkHKqs81mIt1MS5Cg=="
const narinfo = `StorePath: /nix/store/${name}
URL: nar/0rsga3881npsyb40c8whyjb8x5amkfb66d7ihpmbamw1bb3ncjyp.nar.xz
Compression: xz
FileHash: sha256:0rsga3881npsyb40c8whyjb8x5amkfb66d7ihpmbamw1bb3ncjyp
FileSize: 392
NarHash: sha256:1d9d82m4nhn4did8j761hz9shzbmfk1ysfc680lvxc9iqclj4id3
NarSize: 67320
References: 
Deriver: iibh29597w23c6v5m8vricx7mnxa2lyj-linux-6.12.63.drv
Sig: rehearsal-1:${signature}
`

function recorded(): PathInfo {
  const info = parseNarinfo(narinfo)
  if (info === undefined) throw new Error("the narinfo is none")
  return info
}

test("a signature that Nix made fits the key", () => {
  expect(trustOf(recorded(), [key])).toEqual({
    by: "rehearsal-1",
    trust: "signed",
  })
})

test.each([
  ["size", { narSize: 67_321 }],
  ["hash", { narHash: `sha256-${"A".repeat(43)}=` }],
  ["path", { path: "/nix/store/s6ld7rc7ggi1zn3s38cbjbxzpc9qhjyk-linux-6.12" }],
  ["reference", { references: ["/nix/store/a-b"] }],
])("a changed %s is not what was signed", (_, change) => {
  expect(trustOf({ ...recorded(), ...change }, [key])).toEqual({
    signers: ["rehearsal-1"],
    trust: "wrong-key",
  })
})

test("a key of the same name and a key of another are told apart", () => {
  const same = generateKeyPair("rehearsal-1").public
  const other = generateKeyPair("other-1").public
  expect(trustOf(recorded(), [same]).trust).toBe("wrong-key")
  expect(trustOf(recorded(), [other]).trust).toBe("unknown-key")
  expect(trustOf(recorded(), [other, same, key]).trust).toBe("signed")
})

test("nothing signed, and nothing to check, are told apart", () => {
  const info = recorded()
  expect(trustOf({ ...info, signatures: [] }, [key]).trust).toBe("unsigned")
  expect(trustOf({ ...info, narHash: undefined }, [key]).trust).toBe("unknown")
})

test.each(["rehearsal-1:", "rehearsal-1:AAAA", "rehearsal-1", ":", ""])(
  "a malformed key %j trusts nothing",
  (malformed) => {
    expect(trustOf(recorded(), [malformed]).trust).not.toBe("signed")
  },
)

test("a generated key signs what its public half verifies", () => {
  const { public: open, secret } = generateKeyPair("cache.example.org-1")
  expect(open).toMatch(/^cache\.example\.org-1:[A-Za-z0-9+/]{43}=$/)
  expect(publicKeyOf(secret)).toBe(open)
  const both = Buffer.from(secret.reveal().split(":")[1] ?? "", "base64")
  const d = both.subarray(0, 32).toString("base64url")
  const x = both.subarray(32).toString("base64url")
  const jwk = { crv: "Ed25519", d, kty: "OKP", x }
  const lock = createPrivateKey({ format: "jwk", key: jwk })
  const info = recorded()
  const text =
    `1;${info.path};sha256:` +
    `1d9d82m4nhn4did8j761hz9shzbmfk1ysfc680lvxc9iqclj4id3;67320;`
  const made = sign(null, Buffer.from(text), lock).toString("base64")
  const signatures = [...info.signatures, `cache.example.org-1:${made}`]
  expect(trustOf({ ...info, signatures }, [open])).toEqual({
    by: "cache.example.org-1",
    trust: "signed",
  })
})

test("what is no signing key has no public one", () => {
  const { secret } = generateKeyPair("a-1")
  const [name, base64 = ""] = secret.reveal().split(":")
  const swapped = Buffer.from(base64, "base64")
  swapped[40] = (swapped[40] ?? 0) ^ 1
  const spoilt = `${name}:${swapped.toString("base64")}`
  for (const text of ["", "a-1", `a 1:${base64}`, "a-1:AAAA", spoilt]) {
    expect(publicKeyOf(new Secret(text))).toBeUndefined()
  }
})

test("nix32 is what reads back as the same hash", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 32, minLength: 32 }), (bytes) => {
      const sri = `sha256-${Buffer.from(bytes).toString("base64")}`
      expect(normaliseHash(nix32(bytes))).toBe(sri)
    }),
  )
})

test.each(["", "<!DOCTYPE html>\n<html></html>\n", "StorePath\n", "a: b\n"])(
  "%j is no narinfo",
  (text) => {
    expect(parseNarinfo(text)).toBeUndefined()
  },
)

test("a cache is the same with a slash or parameters", () => {
  expect(plainUrl("https://b.example/?priority=41")).toBe("https://b.example")
})
