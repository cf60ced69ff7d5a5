import type { Attribute, Binding, Expression } from "./expression.ts"
import { type TokenReader, Unread } from "./token-reader.ts"

type Reads = () => Expression

/** A string with `${}`: its parts come before it. */
export function interpolated(
  tokens: TokenReader,
  expression: Reads,
): Expression {
  const parts = interpolations(tokens, expression)
  const { kind, line, start = "" } = tokens.next()
  if (kind !== "text") throw new Unread()
  return { is: "text", line, parts, start, text: undefined }
}

/** The `${}` that are next. */
export function interpolations(
  tokens: TokenReader,
  expression: Reads,
): Expression[] {
  const parts: Expression[] = []
  while (tokens.take("${")) {
    parts.push(expression())
    tokens.expect("}$")
  }
  return parts
}

/** `a.b = c;` and `inherit`, until `ends` reads their end. */
export function bindings(
  tokens: TokenReader,
  expression: Reads,
  ends: () => boolean,
): Binding[] {
  const found: Binding[] = []
  while (!ends()) {
    const { line } = tokens.peek()
    if (tokens.takeWord("inherit"))
      found.push(inherited(tokens, expression, line))
    else {
      const path = attributePath(tokens, expression)
      tokens.expect("=")
      const value = expression()
      tokens.expect(";")
      found.push({ line, path, value })
    }
  }
  return found
}

function inherited(
  tokens: TokenReader,
  expression: Reads,
  line: number,
): Binding {
  let from: Expression | undefined
  if (tokens.take("(")) {
    from = expression()
    tokens.expect(")")
  }
  const names = []
  while (!tokens.take(";")) {
    const at = tokens.peek().line
    const name = attribute(tokens, expression)
    if (typeof name === "string") names.push({ line: at, name })
  }
  return { from, line, names }
}

/** `a."b".${c}` */
export function attributePath(
  tokens: TokenReader,
  expression: Reads,
): Attribute[] {
  const found = [attribute(tokens, expression)]
  while (tokens.take(".")) found.push(attribute(tokens, expression))
  return found
}

function attribute(tokens: TokenReader, expression: Reads): Attribute {
  const { kind, line, text } = tokens.peek()
  if (kind === "word" || kind === "text") return tokens.next().text
  if (tokens.take("{")) {
    const found = expression()
    tokens.expect("}")
    const isText = found.is === "text" && found.text !== undefined
    return isText ? (found.text ?? found) : found
  }
  if (kind === "sign" && text === "${") return interpolated(tokens, expression)
  throw new Unread(`${line}`)
}
