import { promisify } from "node:util"
import { inflate } from "node:zlib"
import { longestText, mostTexts, textOf, type Words } from "./words.ts"

const unpack = promisify(inflate)

/**
 * The texts of a PNG file, which may be cut off behind them. One that would
 * unpack to more than a text may have is left out, and so is what isn't
 * understood. Of two with one keyword the first counts. Source: PNG, third
 * edition, 11.3.3.
 */
export async function pngWords(bytes: Buffer): Promise<Words> {
  const words = new Map<string, string>()
  for (let at = 8; at + 12 <= bytes.length && words.size < mostTexts;) {
    const length = bytes.readUInt32BE(at)
    const kind = bytes.toString("latin1", at + 4, at + 8)
    const data = bytes.subarray(at + 8, at + 8 + length)
    at += 12 + length
    if (data.length < length || kind === "IEND") break
    const found = await wordOf(kind, data).catch(() => undefined)
    if (found !== undefined && !words.has(found[0])) words.set(...found)
  }
  return words
}

async function wordOf(
  kind: string,
  data: Buffer,
): Promise<[string, string] | undefined> {
  if (kind === "eXIf") return ["eXIf", data.toString("latin1")]
  if (!["iTXt", "tEXt", "zTXt"].includes(kind)) return undefined
  const end = data.indexOf(0)
  if (end < 1 || end > 79) return undefined
  const keyword = data.toString("latin1", 0, end)
  const rest = data.subarray(end + 1)
  if (kind === "tEXt") return [keyword, within(textOf(rest))]
  if (kind === "zTXt") return [keyword, textOf(await small(rest.subarray(1)))]
  // Whether and how it is packed, a language, the keyword in it, and the text.
  const language = rest.indexOf(0, 2)
  const translated = rest.indexOf(0, language + 1)
  if (language < 0 || translated < 0) return undefined
  const text = rest.subarray(translated + 1)
  return [keyword, textOf(rest[0] === 1 ? await small(text) : text)]
}

async function small(packed: Buffer): Promise<Buffer> {
  return unpack(packed, { maxOutputLength: longestText })
}

function within(text: string): string {
  if (text.length > longestText) throw new RangeError("too long")
  return text
}
