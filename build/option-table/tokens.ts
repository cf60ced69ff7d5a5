/** What Python is made of, as far as an argument parser is written with it. */
export type Token =
  | { readonly kind: "name"; readonly text: string }
  | { readonly kind: "number"; readonly text: string }
  | { readonly kind: "sign"; readonly text: string }
  /** The string's value; an f-string's is its text. */
  | { readonly kind: "string"; readonly text: string }

const prefixes = /^(?:[bBfFrRuU]{1,2})(?=["'])/u
const quotes = ['"""', "'''", '"', "'"] as const

/** A Python file's tokens, without its layout and comments. */
export function tokensOf(source: string): Token[] {
  const tokens: Token[] = []
  let rest = source
  while (rest !== "") {
    const layout = /^(?:\s+|#[^\n]*|\\\n)+/u.exec(rest)
    if (layout !== null) {
      rest = rest.slice(layout[0].length)
      continue
    }
    const { length, token } = next(rest)
    tokens.push(token)
    rest = rest.slice(length)
  }
  return tokens
}

function next(rest: string): {
  readonly length: number
  readonly token: Token
} {
  const before = prefixes.exec(rest)?.[0].length ?? 0
  const quote = quotes.find((mark) => rest.startsWith(mark, before))
  if (quote !== undefined) return readString(rest, before, quote)
  const name = /^[A-Za-z_]\w*/u.exec(rest)?.[0]
  if (name !== undefined)
    return { length: name.length, token: { kind: "name", text: name } }
  const number = /^\d[\d._]*/u.exec(rest)?.[0]
  if (number !== undefined)
    return { length: number.length, token: { kind: "number", text: number } }
  return { length: 1, token: { kind: "sign", text: rest.charAt(0) } }
}

function readString(rest: string, before: number, quote: string) {
  let at = before + quote.length
  while (!rest.startsWith(quote, at)) {
    if (at >= rest.length) throw new Error(`a string without end: ${rest}`)
    at += rest[at] === "\\" ? 2 : 1
  }
  const text = rest.slice(before + quote.length, at)
  const token: Token = {
    kind: "string",
    text: text.replaceAll(/\\(.)/gu, "$1"),
  }
  return { length: at + quote.length, token }
}
