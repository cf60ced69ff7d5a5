/** The words that AUTOMATIC1111 writes into its pictures, taken apart. */
export type Parameters = {
  /** By names in lower case. */
  readonly fields: ReadonlyMap<string, string>
  /** Models' hashes, hex, by `model`, `vae`, `lora:NAME` and `embed:NAME`. */
  readonly hashes: ReadonlyMap<string, string>
  readonly negativePrompt: string
  readonly prompt: string
  /** What civitai's own generator says of models; not yet judged. */
  readonly resources: unknown
}

// A key, and a value that is quoted or ends at the next comma.
const field = /(\w[\w /+-]{0,59}):\s*("(?:\\.|[^\\"])*"|[^,]*)(?:,|$)/gu

const negative = /^Negative prompt:/u

/** Characters of the fields; civitai's resources are some thousand. */
const longest = 16_384

/**
 * Takes the text apart: the prompt, the negative one from its own line on, and
 * the fields from the last line that begins with Steps. Source: modules/
 * infotext_utils.py of 1.10, parse_generation_parameters [from memory].
 */
export function parseParameters(text: string): Parameters {
  const lines = text.replaceAll("\r\n", "\n").split("\n")
  const last = lines.findLastIndex((line) => /^\s*Steps: \d/u.test(line))
  const words = last < 0 ? lines : lines.slice(0, last)
  const at = words.findIndex((line) => negative.test(line.trimStart()))
  const front = at < 0 ? words : words.slice(0, at)
  const back = at < 0 ? [] : words.slice(at)
  const said = lines.slice(last < 0 ? lines.length : last).join(", ")
  const { json, rest } = takeJson(said.slice(0, longest))
  const fields = new Map<string, string>()
  for (const [, key = "", value = ""] of rest.matchAll(field)) {
    const name = key.trim().toLowerCase()
    if (!fields.has(name)) fields.set(name, unquoted(value.trim()))
  }
  return {
    fields,
    hashes: hashesOf(fields, json.get("hashes")),
    negativePrompt: back.join("\n").trimStart().replace(negative, "").trim(),
    prompt: front.join("\n").trim(),
    resources: json.get("civitai resources"),
  }
}

const jsonField = /(Hashes|Civitai resources|Civitai metadata):\s*(?=[[{])/gu

/** Fields that are JSON have commas of their own. */
function takeJson(text: string) {
  const json = new Map<string, unknown>()
  let rest = text
  for (const found of text.matchAll(jsonField)) {
    const from = found.index + found[0].length
    const whole = jsonAt(text, from)
    if (whole === undefined) continue
    json.set((found[1] ?? "").toLowerCase(), whole.value)
    rest = rest.replace(text.slice(found.index, whole.end), "")
  }
  return { json, rest }
}

/** The JSON that begins there, by trying each bracket that might end it. */
function jsonAt(text: string, from: number) {
  const close = text[from] === "[" ? "]" : "}"
  let end = from
  for (let tries = 0; tries < 200; tries++) {
    end = text.indexOf(close, end) + 1
    if (end === 0) return undefined
    try {
      return { end, value: JSON.parse(text.slice(from, end)) as unknown }
    } catch {
      // It goes on.
    }
  }
  return undefined
}

function hashesOf(fields: Parameters["fields"], told: unknown) {
  const hashes = new Map<string, string>()
  const keep = (name: string, value: unknown) => {
    const hash = String(value).trim().toLowerCase()
    if (/^[0-9a-f]{8,64}$/u.test(hash)) hashes.set(name, hash)
  }
  if (typeof told === "object" && told !== null)
    for (const [name, value] of Object.entries(told)) keep(name, value)
  keep("model", hashes.get("model") ?? fields.get("model hash"))
  keep("vae", hashes.get("vae") ?? fields.get("vae hash"))
  for (const [key, kind] of [
    ["lora hashes", "lora"],
    ["ti hashes", "embed"],
  ] as const)
    for (const pair of (fields.get(key) ?? "").split(",")) {
      const [, name, hash] = /^\s*(.*?)\s*:\s*(\w+)\s*$/u.exec(pair) ?? []
      if (name && !hashes.has(`${kind}:${name}`)) keep(`${kind}:${name}`, hash)
    }
  return hashes
}

function unquoted(value: string): string {
  if (!value.startsWith('"')) return value
  try {
    return String(JSON.parse(value))
  } catch {
    return value.slice(1, -1)
  }
}
