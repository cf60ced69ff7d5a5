import type { NixToken } from "./tokens.ts"

export const keywords: ReadonlySet<string> = new Set(
  "assert else if in inherit let or rec then with".split(" "),
)

/** Tokens that make no Nix code. */
export class Unread extends Error {}

const end: NixToken = { kind: "sign", line: 0, text: "" }

/** Goes through tokens; `at` may be set back. */
export class TokenReader {
  readonly #tokens: readonly NixToken[]
  at = 0

  constructor(tokens: readonly NixToken[]) {
    this.#tokens = tokens
  }

  get isDone(): boolean {
    return this.at >= this.#tokens.length
  }

  isName({ kind, text }: NixToken): boolean {
    return kind === "word" && !keywords.has(text)
  }

  isWord(text: string): boolean {
    const token = this.peek()
    return token.kind === "word" && token.text === text
  }

  takeWord(text: string): boolean {
    const is = this.isWord(text)
    if (is) this.at++
    return is
  }

  /** Whether a sign is next; if so it is read. */
  take(text: string): boolean {
    const token = this.peek()
    const is = token.kind === "sign" && token.text === text
    if (is) this.at++
    return is
  }

  /** Errors: `Unread` when another is next. */
  expect(text: string): void {
    if (!this.take(text)) throw new Unread(text)
  }

  peek(ahead = 0): NixToken {
    return this.#tokens[this.at + ahead] ?? end
  }

  next(): NixToken {
    const token = this.peek()
    this.at++
    return token
  }
}
