/** The type of a text among GGUF's values. */
const text = 8

/**
 * `general.architecture` of a GGUF file, such as `flux`; undefined where its
 * first pair isn't that. Source: ggml/docs/gguf.md, versions 2 and 3: magic,
 * version, counts of tensors and pairs, then pairs of key, type and value.
 */
export function ggufArchitecture(head: Buffer): string | undefined {
  const version = head.length >= 24 ? head.readUInt32LE(4) : 0
  if (version < 2 || version > 3) return undefined
  const key = textAt(head, 24)
  if (key?.text !== "general.architecture") return undefined
  if (key.end + 4 > head.length || head.readUInt32LE(key.end) !== text) {
    return undefined
  }
  return textAt(head, key.end + 4)?.text
}

function textAt(head: Buffer, at: number) {
  if (at + 8 > head.length) return undefined
  const length = head.readBigUInt64LE(at)
  const end = at + 8 + Number(length)
  if (length > 65_535n || end > head.length) return undefined
  return { end, text: head.toString("utf8", at + 8, end) }
}
