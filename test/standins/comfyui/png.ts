import { crc32, deflateSync, inflateSync } from "node:zlib"

/** 8-bit RGB pixels, row by row. */
export type Picture = {
  readonly width: number
  readonly height: number
  readonly pixels: Uint8Array
}

const signature = Buffer.from("89504e470d0a1a0a", "hex")

/** A PNG file with text chunks before the pixels, as Pillow writes it. */
export function encodePng(
  { width, height, pixels }: Picture,
  texts: readonly (readonly [keyword: string, text: string])[],
  level: number,
): Buffer {
  const header = Buffer.alloc(13)
  header.writeUInt32BE(width, 0)
  header.writeUInt32BE(height, 4)
  header[8] = 8
  header[9] = 2
  const stride = width * 3
  const raw = Buffer.alloc((stride + 1) * height)
  for (let row = 0; row < height; row++) {
    const line = pixels.subarray(row * stride, (row + 1) * stride)
    raw.set(line, row * (stride + 1) + 1)
  }
  return Buffer.concat([
    signature,
    chunk("IHDR", header),
    ...texts.map(([keyword, text]) =>
      chunk("tEXt", Buffer.from(`${keyword}\0${text}`, "latin1")),
    ),
    chunk("IDAT", deflateSync(raw, { level })),
    chunk("IEND", Buffer.alloc(0)),
  ])
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, "latin1"), data])
  const size = Buffer.alloc(4)
  size.writeUInt32BE(data.length)
  const sum = Buffer.alloc(4)
  sum.writeUInt32BE(crc32(body))
  return Buffer.concat([size, body, sum])
}

/**
 * Reads a file for LoadImage: 8-bit RGB or RGBA, not interlaced.
 * Undefined for anything else.
 */
export function decodePng(file: Buffer): Picture | undefined {
  if (!file.subarray(0, 8).equals(signature) || file.length < 33) {
    return undefined
  }
  const width = file.readUInt32BE(16)
  const height = file.readUInt32BE(20)
  const channels = file[25] === 2 ? 3 : file[25] === 6 ? 4 : 0
  if (file[24] !== 8 || channels === 0 || file[28] !== 0) return undefined
  const parts: Buffer[] = []
  for (let at = 8; at + 8 <= file.length;) {
    const size = file.readUInt32BE(at)
    const type = file.toString("latin1", at + 4, at + 8)
    if (type === "IDAT") parts.push(file.subarray(at + 8, at + 8 + size))
    at += size + 12
  }
  const raw = inflateSync(Buffer.concat(parts))
  const stride = width * channels
  for (let row = 0; row < height; row++) unfilter(raw, row, stride, channels)
  const pixels = new Uint8Array(width * height * 3)
  for (let row = 0; row < height; row++) {
    for (let column = 0; column < width; column++) {
      const from = row * (stride + 1) + 1 + column * channels
      pixels.set(raw.subarray(from, from + 3), (row * width + column) * 3)
    }
  }
  return { height, pixels, width }
}

/** Undoes one row's filter in place. Source: PNG specification §9. */
function unfilter(raw: Buffer, row: number, stride: number, step: number) {
  const start = row * (stride + 1) + 1
  const filter = raw[start - 1]
  const value = (at: number) => raw[at] ?? 0
  for (let at = 0; at < stride; at++) {
    const left = at < step ? 0 : value(start + at - step)
    const up = row === 0 ? 0 : value(start + at - stride - 1)
    const corner =
      at < step || row === 0 ? 0 : value(start + at - step - stride - 1)
    const add =
      filter === 1
        ? left
        : filter === 2
          ? up
          : filter === 3
            ? (left + up) >> 1
            : filter === 4
              ? paeth(left, up, corner)
              : 0
    raw[start + at] = (value(start + at) + add) & 0xff
  }
}

function paeth(left: number, up: number, corner: number): number {
  const estimate = left + up - corner
  const byLeft = Math.abs(estimate - left)
  const byUp = Math.abs(estimate - up)
  const byCorner = Math.abs(estimate - corner)
  if (byLeft <= byUp && byLeft <= byCorner) return left
  return byUp <= byCorner ? up : corner
}
