/** Values as Python's json gives them; integers beyond 2^53 are kept whole. */
export type Json =
  | null
  | boolean
  | number
  | bigint
  | string
  | Json[]
  | { [key: string]: Json }

type Reviver = (key: string, value: unknown, at: { source?: string }) => unknown

/** `json.loads`; seeds of 64 bits come as bigint. Errors: SyntaxError. */
export function loads(text: string): Json {
  const keepBig: Reviver = (_key, value, { source }) =>
    typeof value === "number" &&
    !Number.isSafeInteger(value) &&
    source !== undefined &&
    /^-?\d+$/.test(source)
      ? BigInt(source)
      : value
  return JSON.parse(text, keepBig as (key: string, value: unknown) => unknown)
}

/** `json.dumps`: a blank after `:` and `,`, and ASCII only. */
export function dumps(value: unknown): string {
  if (typeof value === "bigint") return value.toString()
  if (typeof value === "string") return quoted(value)
  if (value === null || typeof value !== "object") {
    return JSON.stringify(value) ?? "null"
  }
  if (Array.isArray(value)) return `[${value.map(dumps).join(", ")}]`
  const pairs = Object.entries(value).filter(([, held]) => held !== undefined)
  const texts = pairs.map(([key, held]) => `${quoted(key)}: ${dumps(held)}`)
  return `{${texts.join(", ")}}`
}

function quoted(text: string): string {
  return JSON.stringify(text).replace(
    /[\u0080-\uffff]/g,
    (found) => `\\u${found.charCodeAt(0).toString(16).padStart(4, "0")}`,
  )
}

/** Python's `repr`, as far as it appears in ComfyUI's messages. */
export function repr(value: unknown): string {
  if (value === null || value === undefined) return "None"
  if (value === true) return "True"
  if (value === false) return "False"
  if (typeof value === "string") {
    const quote = value.includes("'") && !value.includes('"') ? '"' : "'"
    const escaped = value
      .replaceAll("\\", "\\\\")
      .replaceAll("\n", "\\n")
      .replaceAll(quote, `\\${quote}`)
    return `${quote}${escaped}${quote}`
  }
  if (Array.isArray(value)) return `[${value.map(repr).join(", ")}]`
  if (typeof value === "object") {
    const pairs = Object.entries(value).map(
      ([key, held]) => `${repr(key)}: ${repr(held)}`,
    )
    return `{${pairs.join(", ")}}`
  }
  return String(value)
}

/** Python's `str`. */
export function str(value: unknown): string {
  return typeof value === "string" ? value : repr(value)
}

/** An exception of the Python program, with its class name. */
export class PythonError extends Error {
  readonly type: string

  constructor(type: string, message: string) {
    super(message)
    this.type = type
  }
}

/** Class name and text of anything that was thrown. */
export function exception(thrown: unknown): { type: string; text: string } {
  if (thrown instanceof PythonError) {
    const text =
      thrown.type === "KeyError" ? repr(thrown.message) : thrown.message
    return { type: thrown.type, text }
  }
  const error = thrown instanceof Error ? thrown : new Error(String(thrown))
  return { type: error.name, text: error.message }
}

/** `int(value)`. Errors: ValueError or TypeError with Python's words. */
export function toInt(value: unknown): number | bigint {
  if (typeof value === "bigint") return value
  if (typeof value === "number") return Math.trunc(value)
  if (typeof value === "boolean") return value ? 1 : 0
  if (typeof value === "string") {
    if (/^\s*[-+]?\d+(_\d+)*\s*$/.test(value)) {
      const whole = BigInt(value.trim().replaceAll("_", "").replace(/^\+/, ""))
      return Number.isSafeInteger(Number(whole)) ? Number(whole) : whole
    }
    throw new PythonError(
      "ValueError",
      `invalid literal for int() with base 10: ${repr(value)}`,
    )
  }
  throw new PythonError(
    "TypeError",
    "int() argument must be a string, a bytes-like object or a real number, " +
      `not '${typeName(value)}'`,
  )
}

/** `float(value)`. Errors: ValueError or TypeError with Python's words. */
export function toFloat(value: unknown): number {
  if (typeof value === "number") return value
  if (typeof value === "bigint" || typeof value === "boolean") {
    return Number(value)
  }
  if (typeof value === "string") {
    const number = Number(value.trim())
    if (value.trim() !== "" && !Number.isNaN(number)) return number
    throw new PythonError(
      "ValueError",
      `could not convert string to float: ${repr(value)}`,
    )
  }
  throw new PythonError(
    "TypeError",
    "float() argument must be a string or a real number, " +
      `not '${typeName(value)}'`,
  )
}

function typeName(value: unknown): string {
  if (value === null || value === undefined) return "NoneType"
  if (Array.isArray(value)) return "list"
  return "dict"
}
