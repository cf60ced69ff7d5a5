import { crc32 } from "node:zlib"

type Entry = readonly [path: string, text: string]

/**
 * A ZIP archive of small texts, stored as they are, of no time: the same bytes
 * for the same entries. Source: APPNOTE.TXT 6.3, 4.3.7, 4.3.12, 4.3.16.
 */
export function zip(entries: readonly Entry[]): Buffer {
  const files: Buffer[] = []
  const directory: Buffer[] = []
  let offset = 0
  for (const [path, text] of entries) {
    const name = Buffer.from(path)
    const content = Buffer.from(text)
    const common = commonOf(name, content)
    const header = Buffer.concat([words(0x04034b50), common, name, content])
    const rest = Buffer.alloc(14)
    rest.writeUInt32LE(offset, 10)
    directory.push(words(0x02014b50), made, common, rest, name)
    files.push(header)
    offset += header.length
  }
  const list = Buffer.concat(directory)
  const end = Buffer.alloc(18)
  end.writeUInt16LE(entries.length, 4)
  end.writeUInt16LE(entries.length, 6)
  end.writeUInt32LE(list.length, 8)
  end.writeUInt32LE(offset, 12)
  return Buffer.concat([...files, list, words(0x06054b50), end])
}

/** Version needed to extract: 2.0. */
const made = Buffer.from([20, 0])

/** From "version needed" to "extra field length". */
function commonOf(name: Buffer, content: Buffer): Buffer {
  const common = Buffer.alloc(26)
  common.writeUInt16LE(20, 0)
  // 1980-01-01, the first day that there is.
  common.writeUInt16LE(0x21, 8)
  common.writeUInt32LE(crc32(content), 10)
  common.writeUInt32LE(content.length, 14)
  common.writeUInt32LE(content.length, 18)
  common.writeUInt16LE(name.length, 22)
  return common
}

function words(signature: number): Buffer {
  const bytes = Buffer.alloc(4)
  bytes.writeUInt32LE(signature)
  return bytes
}
