import { exifWords } from "./exif-words.ts"
import { pngWords } from "./png-words.ts"
import { textOf, type Words } from "./words.ts"

/**
 * What a PNG, WebP or JPEG file says of how it was made; undefined for a file
 * of another kind. No pixel is unpacked.
 */
export async function pictureWords(bytes: Buffer): Promise<Words | undefined> {
  const start = bytes.toString("latin1", 0, 12)
  if (start.startsWith("\u0089PNG\r\n\u001A\n")) {
    const words = await pngWords(bytes)
    const block = Buffer.from(words.get("eXIf") ?? "", "latin1")
    const all = new Map([...exifWords(block), ...words])
    all.delete("eXIf")
    return all
  }
  if (start.startsWith("RIFF") && start.endsWith("WEBP"))
    return webpWords(bytes)
  return start.startsWith("\u00FF\u00D8\u00FF") ? jpegWords(bytes) : undefined
}

/** Source: RFC 9649, 2.4 and 2.7. */
function webpWords(bytes: Buffer): Words {
  for (let at = 12; at + 8 <= bytes.length;) {
    const size = bytes.readUInt32LE(at + 4)
    if (bytes.toString("latin1", at, at + 4) === "EXIF")
      return exifWords(bytes.subarray(at + 8, at + 8 + size))
    at += 8 + size + (size % 2)
  }
  return new Map()
}

/** Segments up to the picture itself. Source: ITU T.81, B.1.1. */
function jpegWords(bytes: Buffer): Words {
  const words = new Map<string, string>()
  for (let at = 2; at + 4 <= bytes.length && bytes[at] === 0xff;) {
    const marker = bytes[at + 1] ?? 0
    if (marker === 0xff) {
      at += 1
      continue
    }
    const size = bytes.readUInt16BE(at + 2)
    const data = bytes.subarray(at + 4, at + 2 + size)
    if (marker === 0xda || size < 2) break
    if (marker === 0xfe) words.set("comment", textOf(data))
    if (marker === 0xe1 && data.toString("latin1", 0, 6) === "Exif\0\0")
      for (const [name, text] of exifWords(data)) words.set(name, text)
    at += 2 + size
  }
  return words
}
