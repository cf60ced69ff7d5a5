const digits = "0123456789abcdfghijklmnpqrsvwxyz"

/**
 * Nix's own base 32, as narinfos and fingerprints write hashes: five bits a
 * digit, the last first. Source: nix src/libutil/hash.cc, printHash32.
 */
export function nix32(bytes: Uint8Array): string {
  const length = Math.ceil((bytes.length * 8) / 5)
  let text = ""
  for (let n = length - 1; n >= 0; n -= 1) {
    const at = Math.floor((n * 5) / 8)
    const shift = (n * 5) % 8
    const low = (bytes[at] ?? 0) >> shift
    const high = (bytes[at + 1] ?? 0) << (8 - shift)
    text += digits[(low | high) & 31]
  }
  return text
}
