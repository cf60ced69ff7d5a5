/**
 * Text as pip reads a requirement file: by its byte order mark, else UTF-8,
 * else one byte a character. Source: pip, _internal/utils/encoding.py.
 */
export function decodeText(bytes: Uint8Array): string {
  const [a, b, c, d] = bytes
  if (a === 0xff && b === 0xfe && c === 0 && d === 0)
    return utf32(bytes.subarray(4))
  if (a === 0xff && b === 0xfe) return as("utf-16le", bytes)
  if (a === 0xfe && b === 0xff) return as("utf-16be", bytes)
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes)
  } catch {
    return as("latin1", bytes)
  }
}

/** Characters that nobody sees, by their names: `<U+200B>`. */
export function visible(text: string): string {
  return text.replaceAll(/[\p{Cf}\p{Cc}]/gu, (one) => {
    const number = one.codePointAt(0) ?? 0
    return `<U+${number.toString(16).toUpperCase().padStart(4, "0")}>`
  })
}

function as(encoding: string, bytes: Uint8Array): string {
  return new TextDecoder(encoding).decode(bytes)
}

function utf32(bytes: Uint8Array): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const points = Array.from({ length: Math.floor(bytes.length / 4) }, (_, at) =>
    view.getUint32(at * 4, true),
  )
  const known = points.filter((point) => point <= 0x10_ff_ff)
  return String.fromCodePoint(...known)
}
