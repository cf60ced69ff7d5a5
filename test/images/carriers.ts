import { crc32, deflateSync } from "node:zlib"
import { encodePng } from "../standins/comfyui/png.ts"
import { plain } from "../standins/comfyui/pictures.ts"

/** Files that carry words as apps write them, each a picture of 8 x 8. */

type Texts = readonly (readonly [keyword: string, text: string])[]

const pixels = plain(8, 8, 0x336699)

/** As ComfyUI and AUTOMATIC1111 do where all is Latin-1. */
export function pngOf(texts: Texts): Buffer {
  return encodePng(pixels, texts, 4)
}

/** Unicode, packed or not. */
export function pngWithUnicode(texts: Texts, packed: boolean): Buffer {
  const png = encodePng(pixels, [], 4)
  const chunks = texts.map(([keyword, text]) => {
    const bytes = Buffer.from(text)
    const body = packed ? deflateSync(bytes) : bytes
    const head = Buffer.from(`${keyword}\0${packed ? "\u0001" : "\0"}\0\0\0`)
    return chunk("iTXt", Buffer.concat([head, body]))
  })
  return Buffer.concat([png.subarray(0, 33), ...chunks, png.subarray(33)])
}

/** zTXt: Latin-1, packed. */
export function pngPacked(keyword: string, bytes: Uint8Array): Buffer {
  const png = encodePng(pixels, [], 4)
  const head = Buffer.from(`${keyword}\0\0`)
  const packed = chunk("zTXt", Buffer.concat([head, deflateSync(bytes)]))
  return Buffer.concat([png.subarray(0, 33), packed, png.subarray(33)])
}

export function webpOf(exif: Buffer): Buffer {
  const pad = Buffer.alloc(exif.length % 2)
  const parts = [
    Buffer.from("VP8L\u0004\0\0\0", "latin1"),
    Buffer.from([0x2f, 0, 0, 0]),
    Buffer.from("EXIF"),
    u32(exif.length),
    exif,
    pad,
  ]
  const body = Buffer.concat([Buffer.from("WEBP"), ...parts])
  return Buffer.concat([Buffer.from("RIFF"), u32(body.length), body])
}

export function jpegOf(exif: Buffer): Buffer {
  const block = Buffer.concat([Buffer.from("Exif\0\0"), exif])
  const size = Buffer.alloc(2)
  size.writeUInt16BE(block.length + 2)
  return Buffer.concat([
    Buffer.from([0xff, 0xd8, 0xff, 0xe1]),
    size,
    block,
    Buffer.from([0xff, 0xda, 0, 2, 1, 2, 3, 0xff, 0xd9]),
  ])
}

type Tags = readonly (readonly [tag: number, value: Buffer])[]

/** A TIFF of tags, the comment's in the further folder, in either order. */
export function exifOf(tags: Tags, order: "II" | "MM" = "MM"): Buffer {
  const little = order === "II"
  const number = (size: 2 | 4, value: number) => {
    const bytes = Buffer.alloc(size)
    if (little) bytes.writeUIntLE(value, 0, size)
    else bytes.writeUIntBE(value, 0, size)
    return bytes
  }
  const own = tags.filter(([tag]) => tag !== 0x9286)
  const further = tags.filter(([tag]) => tag === 0x9286)
  const folderSize = (count: number) => 2 + count * 12 + 4
  const first = folderSize(own.length + (further.length > 0 ? 1 : 0))
  let at = 8 + first + (further.length > 0 ? folderSize(further.length) : 0)
  const data: Buffer[] = []
  const entry = ([tag, value]: Tags[number]) => {
    const kind = tag === 0x9286 ? 7 : 2
    const head = [number(2, tag), number(2, kind), number(4, value.length)]
    if (value.length <= 4)
      return Buffer.concat([...head, value, Buffer.alloc(4 - value.length)])
    const place = number(4, at)
    data.push(value)
    at += value.length
    return Buffer.concat([...head, place])
  }
  const folder = (entries: readonly Buffer[]) =>
    Buffer.concat([number(2, entries.length), ...entries, number(4, 0)])
  const pointer = Buffer.concat([
    number(2, 0x8769),
    number(2, 4),
    number(4, 1),
    number(4, 8 + first),
  ])
  const entries = own.map(entry)
  const main = folder(further.length > 0 ? [...entries, pointer] : entries)
  const other =
    further.length > 0 ? folder(further.map(entry)) : Buffer.alloc(0)
  const head = Buffer.concat([Buffer.from(order), number(2, 42), number(4, 8)])
  return Buffer.concat([head, main, other, ...data])
}

/** As ComfyUI's WebP writer names its words. */
export function asciiTag(tag: number, text: string): Tags[number] {
  return [tag, Buffer.from(`${text}\0`)]
}

/** As AUTOMATIC1111 writes a comment, by piexif; others swap its bytes. */
export function commentTag(text: string, order: "II" | "MM"): Tags[number] {
  const units = Buffer.from(text, "utf16le")
  const written = order === "MM" ? units.swap16() : units
  return [0x9286, Buffer.concat([Buffer.from("UNICODE\0"), written])]
}

export function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data])
  const size = Buffer.alloc(4)
  size.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([size, body, sum])
}

function u32(value: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(value)
  return bytes
}
