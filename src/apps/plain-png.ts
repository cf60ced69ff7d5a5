import { promisify } from "node:util"
import { inflate } from "node:zlib"

const signature = Buffer.from("89504e470d0a1a0a", "hex")

/** Pixels: 4096 x 4096. */
const mostPixels = 16_777_216

/** Channels of truecolour, without and with alpha: the kinds that are read. */
const channels: Readonly<Record<number, number>> = { 2: 3, 6: 4 }

/** What it takes to see an image; all else may unpack to anything. */
const kept = ["IDAT", "IEND", "IHDR", "tEXt"]

/**
 * A PNG file without what nobody needs, if it unpacks to what its header says;
 * undefined for any other, which could fill the memory: a byte may stand for a
 * thousand. Source: PNG, third edition, 5.3, 11.2.1 and 10.1.
 */
export async function plainPng(bytes: Buffer): Promise<Buffer | undefined> {
  const chunks = chunksOf(bytes)
  const size = unpackedSize(chunks[0])
  if (size === undefined) return undefined
  const packed = chunks
    .filter(({ kind }) => kind === "IDAT")
    .map(({ data }) => data)
  try {
    const options = { maxOutputLength: size }
    const raw = await promisify(inflate)(Buffer.concat(packed), options)
    if (raw.length !== size) return undefined
  } catch {
    return undefined
  }
  return only(chunks, kept)
}

/**
 * A sound PNG file without its texts: the same pixels are the same bytes, if
 * the same program has packed them.
 */
export function barePng(bytes: Buffer): Buffer {
  return only(chunksOf(bytes), ["IDAT", "IEND", "IHDR"])
}

function only(chunks: readonly Chunk[], kinds: readonly string[]): Buffer {
  const parts = chunks.filter(({ kind }) => kinds.includes(kind))
  return Buffer.concat([signature, ...parts.map(({ whole }) => whole)])
}

type Chunk = {
  readonly data: Buffer
  readonly kind: string
  /** With its length and its sum. */
  readonly whole: Buffer
}

/** None when they don't fill the file. */
function chunksOf(bytes: Buffer): Chunk[] {
  if (!bytes.subarray(0, 8).equals(signature)) return []
  const chunks: Chunk[] = []
  for (let at = 8; at < bytes.length;) {
    if (at + 12 > bytes.length) return []
    const end = at + 12 + bytes.readUInt32BE(at)
    if (end > bytes.length) return []
    const whole = bytes.subarray(at, end)
    const kind = whole.toString("latin1", 4, 8)
    chunks.push({ data: whole.subarray(8, -4), kind, whole })
    at = end
  }
  return chunks
}

/** Each line has a byte more, which names its filter. */
function unpackedSize(header: Chunk | undefined): number | undefined {
  if (header?.kind !== "IHDR" || header.data.length !== 13) return undefined
  const width = header.data.readUInt32BE(0)
  const height = header.data.readUInt32BE(4)
  const [depth, colour = 0, , , interlaced] = header.data.subarray(8)
  const count = channels[colour]
  if (count === undefined || depth !== 8 || interlaced !== 0) return undefined
  if (width * height === 0 || width * height > mostPixels) return undefined
  return (width * count + 1) * height
}
