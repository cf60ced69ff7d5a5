import { promisify } from "node:util"
import { brotliDecompress, gunzip, inflate, zstdDecompress } from "node:zlib"

const by = {
  br: promisify(brotliDecompress),
  deflate: promisify(inflate),
  gzip: promisify(gunzip),
  zstd: promisify(zstdDecompress),
}

/**
 * A body as it was before it was packed: some caches keep narinfos so, and
 * send them so to everybody. Errors: for what isn't packed as it is said, or
 * unpacks to more bytes than `largest`.
 */
export async function unpacked(
  body: Buffer,
  encoding: string | undefined,
  largest: number,
): Promise<Buffer> {
  if (encoding === undefined || encoding === "identity") return body
  if (!Object.hasOwn(by, encoding)) {
    throw new Error(`its answer is packed as ${encoding}`)
  }
  const unpack = by[encoding as keyof typeof by]
  try {
    return await unpack(body, { maxOutputLength: largest })
  } catch (cause) {
    throw new Error(`its answer can't be unpacked`, { cause })
  }
}
