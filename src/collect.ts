import type { Readable } from "node:stream"
import { StringDecoder } from "node:string_decoder"

export type CollectOptions = {
  /** Bytes that the stream may have in all. */
  readonly most: number
  /** At least so many bytes at its end are kept; all when left out. */
  readonly tail?: number | undefined
  /** Whole lines, as they come; one of more than 1 MiB comes in pieces. */
  readonly onLine?: ((line: string) => void) | undefined
  /** Called once, when there is more; nothing is kept from then on. */
  readonly onFlood: () => void
}

/** Bytes on their way to being text. */
export type Collector = {
  readonly write: (chunk: Buffer) => void
  /** Ends the last line and gives the text that was kept. */
  readonly text: () => string
}

/**
 * Collects bytes within a limit, in memory of that order, however small their
 * pieces are. They are decoded once, so that no multi-byte character is cut.
 */
export function collector({
  most,
  onFlood,
  onLine,
  tail = most,
}: CollectOptions): Collector {
  const lines = onLine === undefined ? undefined : lineSplitter(onLine)
  const kept = keeper(tail)
  let size = 0
  return {
    write(chunk) {
      if (size > most) return
      size += chunk.length
      if (size <= most) {
        kept.add(chunk)
        lines?.write(chunk)
        return
      }
      kept.drop()
      onFlood()
    },
    text() {
      lines?.end()
      return kept.text()
    },
  }
}

/** Collects a stream to its end. Output: the text, asked for once it's over. */
export function collect(
  stream: Readable,
  options: CollectOptions,
): Collector["text"] {
  const { text, write } = collector(options)
  stream.on("data", write)
  return text
}

/** Bytes in one growing buffer: a list of small chunks costs a hundredfold. */
function keeper(tail: number) {
  let buffer = Buffer.alloc(0)
  let size = 0
  return {
    add(chunk: Buffer) {
      const wanted = size + chunk.length
      if (wanted > buffer.length) {
        const grown = Buffer.allocUnsafe(Math.max(wanted, 2 * buffer.length))
        buffer.copy(grown, 0, 0, size)
        buffer = grown
      }
      size += chunk.copy(buffer, size)
      if (size <= 2 * tail) return
      buffer.copyWithin(0, size - tail, size)
      size = tail
    },
    drop() {
      buffer = Buffer.alloc(0)
      size = 0
    },
    text: () => buffer.toString("utf8", 0, size),
  }
}

const longestLine = 1024 * 1024

/** Cuts chunks into lines, without their ends; each byte is looked at once. */
function lineSplitter(onLine: (line: string) => void) {
  const decoder = new StringDecoder("utf8")
  let rest = ""
  return {
    write(chunk: Buffer) {
      const [first = "", ...others] = decoder.write(chunk).split("\n")
      rest += first
      for (const line of others) {
        onLine(rest)
        rest = line
      }
      if (rest.length < longestLine) return
      onLine(rest)
      rest = ""
    },
    end() {
      const last = rest + decoder.end()
      rest = ""
      if (last !== "") onLine(last)
    },
  }
}
