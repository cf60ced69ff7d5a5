/** What a mark has told apart so far. */
type Told = {
  /** Surely before the mark; nothing of the mark itself. */
  readonly before: Buffer
  /** What follows it; undefined until it has come. */
  readonly after: Buffer | undefined
}

/**
 * Looks for a mark in bytes that come in pieces. What may be the beginning of
 * the mark is held back, and nothing else.
 */
export function untilMark(text: string): (chunk: Buffer) => Told {
  const mark = Buffer.from(text)
  let held = Buffer.alloc(0)
  return (chunk) => {
    const bytes = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    const at = bytes.indexOf(mark)
    if (at >= 0) {
      const after = bytes.subarray(at + mark.length)
      return { after, before: bytes.subarray(0, at) }
    }
    const sure = bytes.length - begunAtEnd(bytes, mark)
    held = Buffer.from(bytes.subarray(sure))
    return { after: undefined, before: bytes.subarray(0, sure) }
  }
}

/** How many bytes of a mark the end of others may be. */
function begunAtEnd(bytes: Buffer, mark: Buffer): number {
  let count = Math.min(bytes.length, mark.length - 1)
  while (count > 0) {
    const end = bytes.subarray(bytes.length - count)
    if (end.equals(mark.subarray(0, count))) break
    count -= 1
  }
  return count
}
