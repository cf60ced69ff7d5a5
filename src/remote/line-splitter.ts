import { StringDecoder } from "node:string_decoder"

/**
 * Cuts chunks of bytes into whole lines, without their ends. A multi-byte
 * character that two chunks share stays whole.
 */
export function lineSplitter(onLine: (line: string) => void): {
  write: (chunk: Buffer) => void
  end: () => void
} {
  const decoder = new StringDecoder("utf8")
  let rest = ""
  return {
    write(chunk) {
      const lines = (rest + decoder.write(chunk)).split("\n")
      rest = lines.pop() ?? ""
      for (const line of lines) onLine(line)
    },
    end() {
      const last = rest + decoder.end()
      rest = ""
      if (last !== "") onLine(last)
    },
  }
}
