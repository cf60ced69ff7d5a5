import type { Kind } from "./kind.ts"

/**
 * What a zip is by the names of its first entries: torch has saved zips since
 * version 1.6, with the pickle in front.
 */
export function zipKind(head: Buffer): Kind {
  const names = namesIn(head)
  const has = (pattern: RegExp) => names.some((name) => pattern.test(name))
  if (has(/(?:^|\/)(?:code\/|constants\.pkl$)/)) {
    return { how: "TorchScript", is: "pickle" }
  }
  if (has(/(?:^|\/)data\.pkl$/)) {
    return { how: "torch 1.6 or newer", is: "pickle" }
  }
  if (has(/\.pkl$/)) return { how: "a zip with one", is: "pickle" }
  if (has(/\.npy$/)) return { how: "NumPy arrays", is: "unknown" }
  return { how: "a zip", is: "archive" }
}

/** Names in local file headers, as far as the bytes go. */
function namesIn(head: Buffer): readonly string[] {
  const names: string[] = []
  let at = 0
  while (at + 30 <= head.length && head.readUInt32LE(at) === 0x04034b50) {
    const packed = head.readUInt32LE(at + 18)
    const length = head.readUInt16LE(at + 26)
    const extra = head.readUInt16LE(at + 28)
    names.push(head.toString("utf8", at + 30, at + 30 + length))
    // A size that comes after the data is looked for instead.
    const next = at + 30 + length + extra + packed
    const streamed = (head.readUInt16LE(at + 6) & 8) !== 0 && packed === 0
    at = streamed ? head.indexOf("PK\u0003\u0004", at + 30, "latin1") : next
    if (at < 0) break
  }
  return names
}
