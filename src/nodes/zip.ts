import { strToU8, zipSync } from "fflate"

/** The first day that an archive can have: no clock changes its bytes. */
const mtime = "1980-01-01T00:00:00"

/** A ZIP archive of small texts: the same bytes for the same entries. */
export function zip(
  entries: readonly (readonly [path: string, text: string])[],
): Uint8Array {
  const files = entries.map(([path, text]) => [path, strToU8(text)] as const)
  return zipSync(Object.fromEntries(files), { level: 0, mtime })
}
