import { mostTexts, textOf, type Words } from "./words.ts"

/** The tags that say something, by their numbers. Source: Exif 2.32, 4.6.4. */
const tags: Readonly<Record<number, string>> = {
  0x010e: "ImageDescription",
  0x010f: "Make",
  0x0110: "Model",
  0x0131: "Software",
  0x9286: "UserComment",
}

/** Where the folder of further tags is. */
const furtherTags = 0x8769

/** ASCII, and bytes of whatever kind. */
const kinds = [2, 7]

/** The texts of an Exif block: TIFF, whose order of bytes comes first. */
export function exifWords(block: Buffer): Words {
  const words = new Map<string, string>()
  const start = block.toString("latin1", 0, 6) === "Exif\0\0" ? 6 : 0
  const tiff = block.subarray(start)
  const little = tiff.toString("latin1", 0, 2) === "II"
  const short = (at: number) =>
    little ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at)
  const long = (at: number) =>
    little ? tiff.readUInt32LE(at) : tiff.readUInt32BE(at)
  try {
    if (short(2) !== 42) return words
    readFolder(long(4), 0)
  } catch (error) {
    // A place that isn't in the block: what was found till then counts.
    if (!(error instanceof RangeError)) throw error
  }
  return words

  function readFolder(folder: number, depth: number): void {
    const count = Math.min(short(folder), mostTexts)
    for (let at = folder + 2; at < folder + 2 + count * 12; at += 12) {
      const tag = short(at)
      if (tag === furtherTags && depth < 2) readFolder(long(at + 8), depth + 1)
      const name = tags[tag]
      if (name === undefined || !kinds.includes(short(at + 2))) continue
      const size = long(at + 4)
      const from = size <= 4 ? at + 8 : long(at + 8)
      const value = tiff.subarray(from, from + size)
      if (!words.has(name)) words.set(name, sayTag(name, value))
    }
  }
}

function sayTag(name: string, value: Buffer): string {
  const text = name === "UserComment" ? comment(value) : textOf(value)
  return text.replace(/\0[^]*$/u, "")
}

/** Eight bytes say how it is written. */
function comment(value: Buffer): string {
  const code = value.toString("latin1", 0, 8)
  const rest = value.subarray(8)
  if (!code.startsWith("UNICODE")) return textOf(rest)
  const even = rest.length & ~1
  const units = Buffer.from(rest.subarray(0, even))
  // Programs write either order, whatever that of the block is.
  const zeros = [0, 0]
  for (let at = 0; at < Math.min(even, 2000); at++)
    if (units[at] === 0) zeros[at % 2] = (zeros[at % 2] ?? 0) + 1
  const big = (zeros[0] ?? 0) >= (zeros[1] ?? 0)
  return (big ? units.swap16() : units).toString("utf16le")
}
