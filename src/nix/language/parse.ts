import type { Expression, Formal } from "./expression.ts"
import {
  attributePath,
  bindings,
  interpolated,
  interpolations,
} from "./parse-bindings.ts"
import { keywords, TokenReader, Unread } from "./token-reader.ts"
import { type NixToken, nixTokens } from "./tokens.ts"

const operators = new Set(
  "+ - * / ++ // == != < > <= >= && || -> |> <|".split(" "),
)

/**
 * Reads Nix code as Nix does, but for the precedence of operators, which
 * doesn't change what names mean; undefined when it is none. What
 * `nix-instantiate --parse` prints is Nix code too. Source: nix
 * src/libexpr/parser.y.
 */
export function parseNix(code: string): Expression | undefined {
  try {
    return new Parser(nixTokens(code)).whole()
  } catch (error) {
    if (error instanceof Unread || error instanceof RangeError) return undefined
    throw error
  }
}

class Parser {
  readonly #in: TokenReader
  readonly #whole = () => this.#expression()

  constructor(tokens: readonly NixToken[]) {
    this.#in = new TokenReader(tokens)
  }

  whole(): Expression {
    const found = this.#expression()
    if (!this.#in.isDone) throw new Unread()
    return found
  }

  #expression(): Expression {
    return this.#lambda() ?? this.#keyword() ?? this.#operation()
  }

  /** `x:`, `{ a, b ? c, ... }:`, either side of `@`. */
  #lambda(): Expression | undefined {
    const { line } = this.#in.peek()
    const before = this.#in.at
    let name: string | undefined
    let formals: Formal[] = []
    if (this.#in.isName(this.#in.peek())) {
      name = this.#in.next().text
      if (this.#in.take("@")) formals = this.#formals() ?? []
    } else {
      const found = this.#formals()
      if (found !== undefined && this.#in.take("@")) name = this.#in.next().text
      formals = found ?? []
    }
    if (this.#in.at === before || !this.#in.take(":")) {
      this.#in.at = before
      return undefined
    }
    return { body: this.#expression(), formals, is: "lambda", line, name }
  }

  /** Undefined, and nothing read, for a set. */
  #formals(): Formal[] | undefined {
    const before = this.#in.at
    const found: Formal[] = []
    if (!this.#in.take("{")) return undefined
    for (; ; this.#in.take(",")) {
      if (this.#in.take("}")) break
      if (this.#in.take(".")) {
        while (this.#in.take("."));
        continue
      }
      const { line, text } = this.#in.peek()
      const isFormal = this.#in.isName(this.#in.peek())
      const after = this.#in.peek(1)
      if (!isFormal || after.kind !== "sign" || !"?,}".includes(after.text)) {
        this.#in.at = before
        return undefined
      }
      this.#in.at++
      const otherwise = this.#in.take("?") ? this.#expression() : undefined
      found.push({ line, name: text, otherwise })
    }
    const isLambda = [":", "@"].includes(this.#in.peek().text)
    if (!isLambda) this.#in.at = before
    return isLambda ? found : undefined
  }

  #keyword(): Expression | undefined {
    const { line } = this.#in.peek()
    if (this.#in.takeWord("with")) {
      const scope = this.#expression()
      this.#in.expect(";")
      return { body: this.#expression(), is: "with", line, scope }
    }
    if (this.#in.takeWord("assert")) {
      const first = this.#expression()
      this.#in.expect(";")
      const parts = [first, this.#expression()]
      return { is: "other", line, parts, sign: "assert" }
    }
    if (this.#in.takeWord("if")) {
      const parts = [this.#expression()]
      if (!this.#in.takeWord("then")) throw new Unread()
      parts.push(this.#expression())
      if (!this.#in.takeWord("else")) throw new Unread()
      parts.push(this.#expression())
      return { is: "other", line, parts, sign: "if" }
    }
    const isLet = this.#in.isWord("let") && this.#in.peek(1).text !== "{"
    if (!isLet) return undefined
    this.#in.at++
    const found = bindings(this.#in, this.#whole, () => this.#in.takeWord("in"))
    return { bindings: found, body: this.#expression(), is: "let", line }
  }

  #operation(): Expression {
    let left = this.#operand()
    for (;;) {
      const { kind, line, text } = this.#in.peek()
      if (kind !== "sign") return left
      if (text === "?") {
        this.#in.at++
        const path = attributePath(this.#in, this.#whole).filter(
          (name) => typeof name !== "string",
        )
        left = { is: "other", line, parts: [left, ...path], sign: "?" }
      } else if (operators.has(text) || text === "|") {
        this.#in.at++
        // `|>` of the lexer is two signs.
        if (text === "|" || text === "<")
          this.#in.take(text === "|" ? ">" : "|")
        const right = this.#lambda() ?? this.#keyword() ?? this.#operand()
        left = { is: "other", line, parts: [left, right], sign: text }
      } else return left
    }
  }

  #operand(): Expression {
    const { line, text } = this.#in.peek()
    if (this.#in.take("-") || this.#in.take("!")) {
      const parts = [this.#operand()]
      return { is: "other", line, parts, sign: text }
    }
    let found = this.#simple()
    while (this.#begins()) {
      const argument = this.#simple()
      found = { argument, function: found, is: "call", line }
    }
    return found
  }

  /** Whether an argument is next. */
  #begins(): boolean {
    const { kind, text } = this.#in.peek()
    if (kind === "word")
      return !keywords.has(text) || text === "rec" || text === "let"
    if (kind !== "sign") return true
    return ["(", "[", "{", "${"].includes(text) || /^\.?\d/.test(text)
  }

  /** With what is selected from it. */
  #simple(): Expression {
    let found = this.#primary()
    const { line } = found
    if (this.#in.take(".")) {
      const path = attributePath(this.#in, this.#whole)
      const otherwise = this.#in.takeWord("or") ? this.#simple() : undefined
      found = { from: found, is: "select", line, otherwise, path }
    }
    // An old spelling, `f or`, applies f to a variable of that name.
    if (this.#in.isWord("or")) this.#in.at++
    return found
  }

  #primary(): Expression {
    const token = this.#in.next()
    const { kind, line, text } = token
    switch (kind) {
      case "word":
        return this.#word(token)
      case "text":
        return { is: "text", line, parts: [], start: text, text }
      case "uri":
        return { is: "text", line, parts: [], start: text, text }
      case "absolute":
      case "home":
      case "relative":
      case "search": {
        const parts =
          token.open === true ? interpolations(this.#in, this.#whole) : []
        return { is: "path", kind, line, parts, text }
      }
      case "sign":
        return this.#sign(token)
    }
  }

  #word({ line, text }: NixToken): Expression {
    if (text === "rec") {
      this.#in.expect("{")
      const found = bindings(this.#in, this.#whole, () => this.#in.take("}"))
      return { bindings: found, is: "set", line, recursive: true }
    }
    if (text === "let") {
      this.#in.expect("{")
      const found = bindings(this.#in, this.#whole, () => this.#in.take("}"))
      const from: Expression = {
        bindings: found,
        is: "set",
        line,
        recursive: true,
      }
      return { from, is: "select", line, otherwise: undefined, path: ["body"] }
    }
    if (keywords.has(text)) throw new Unread()
    return { is: "variable", line, name: text }
  }

  #sign({ line, text }: NixToken): Expression {
    if (text === "(") {
      const found = this.#expression()
      this.#in.expect(")")
      return found
    }
    if (text === "[") {
      const items: Expression[] = []
      while (!this.#in.take("]")) items.push(this.#simple())
      return { is: "list", items, line }
    }
    if (text === "{") {
      const found = bindings(this.#in, this.#whole, () => this.#in.take("}"))
      return { bindings: found, is: "set", line, recursive: false }
    }
    if (text === "${") {
      this.#in.at--
      return interpolated(this.#in, this.#whole)
    }
    if (/^\.?\d/.test(text))
      return { is: "other", line, parts: [], sign: "number" }
    throw new Unread()
  }
}
