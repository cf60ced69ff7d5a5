import { ggufArchitecture } from "./gguf.ts"
import type { Kind } from "./kind.ts"
import { plainText } from "./plain-text.ts"
import { readHeader } from "./safetensors.ts"
import { zipKind } from "./zip.ts"

const magics: readonly (readonly [bytes: string, kind: Kind])[] = [
  ["504b0506", { how: "an empty zip", is: "archive" }],
  ["526172211a07", { how: "a rar", is: "archive" }],
  ["377abcaf271c", { how: "a 7z", is: "archive" }],
  ["1f8b", { how: "a gzip", is: "archive" }],
  ["28b52ffd", { how: "a zstd", is: "archive" }],
  ["fd377a585a00", { how: "an xz", is: "archive" }],
  ["425a68", { how: "a bzip2", is: "archive" }],
  ["894844460d0a", { how: "HDF5, of Keras", is: "unknown" }],
  ["934e554d5059", { how: "a NumPy array", is: "unknown" }],
  ["89504e47", { how: "a PNG image", is: "unknown" }],
  ["ffd8ff", { how: "a JPEG image", is: "unknown" }],
  ["52494646", { how: "a RIFF file, such as WebP", is: "unknown" }],
]

/** torch.save before version 1.6: its magic number, as a pickled long. */
const torchNumber = Buffer.from("8a0a6cfc9c46f9206aa85019", "hex")

/**
 * Names a file by its beginning: the first MiB, or all of a smaller one. What
 * ComfyUI loads is never guessed from a file's name.
 */
export function kindOf(head: Buffer): Kind {
  const text = plainText(head)
  if (text !== undefined) return text
  if (head.subarray(0, 4).toString("latin1") === "GGUF") {
    return { architecture: ggufArchitecture(head), is: "gguf" }
  }
  if (startsWith(head, "504b0304")) return zipKind(head)
  const known = magics.find(([bytes]) => startsWith(head, bytes))
  if (known !== undefined) return known[1]
  if (head.subarray(257, 262).toString("latin1") === "ustar") {
    return { how: "a tar, as the oldest torch wrote", is: "pickle" }
  }
  const protocol = head[1] ?? 0
  if (head[0] === 0x80 && protocol >= 1 && protocol <= 5) {
    const torch = head.subarray(0, 32).includes(torchNumber)
    const how = torch ? "torch before 1.6" : `protocol ${protocol}`
    return { how, is: "pickle" }
  }
  return (
    readHeader(head) ?? {
      how: "of a kind that sdops doesn't know",
      is: "unknown",
    }
  )
}

function startsWith(head: Buffer, hex: string): boolean {
  return head.subarray(0, hex.length / 2).toString("hex") === hex
}
