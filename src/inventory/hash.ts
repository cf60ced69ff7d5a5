const nix32 = "0123456789abcdfghijklmnpqrsvwxyz"

/**
 * A sha256 in any notation that Nix users meet (SRI, hex, base64, nix32, each
 * with or without `sha256:` or `sha256-`), or a sha512 in SRI.
 * Out: SRI (`sha256-…=`), or undefined when it is none of them.
 */
export function normaliseHash(written: string): string | undefined {
  const bare = written.replace(/^sha256[:-]/, "")
  if (/^[0-9a-f]{64}$/i.test(bare)) return sri(Buffer.from(bare, "hex"))
  if (/^[0-9a-z]{52}$/.test(bare)) return fromNix32(bare)
  if (/^[A-Za-z0-9+/]{43}=$/.test(bare)) return canonical("sha256", bare)
  const long = /^sha512-([A-Za-z0-9+/]{86}==)$/.exec(written)?.[1]
  return long === undefined ? undefined : canonical("sha512", long)
}

/**
 * Nix's own base 32: digits run from the end, the last bits first.
 * Source: nix src/libutil/hash.cc, printHash32 and its inverse.
 */
function fromNix32(text: string): string | undefined {
  const bytes = Buffer.alloc(32)
  for (let n = 0; n < text.length; n++) {
    const digit = nix32.indexOf(text.charAt(text.length - 1 - n))
    if (digit < 0) return undefined
    const byte = Math.floor((n * 5) / 8)
    const shift = (n * 5) % 8
    bytes[byte] = (bytes[byte] ?? 0) | ((digit << shift) & 0xff)
    const carry = digit >> (8 - shift)
    if (byte < 31) bytes[byte + 1] = (bytes[byte + 1] ?? 0) | carry
    else if (carry !== 0) return undefined
  }
  return sri(bytes)
}

/** Refuses base64 whose unused last bits aren't zero. */
function canonical(kind: string, base64: string): string | undefined {
  const again = Buffer.from(base64, "base64").toString("base64")
  return again === base64 ? `${kind}-${base64}` : undefined
}

function sri(bytes: Uint8Array): string {
  return `sha256-${Buffer.from(bytes).toString("base64")}`
}
