/** A word of Nix code, as its lexer cuts it. */
export type NixToken = {
  readonly kind:
    | "absolute"
    | "home"
    | "relative"
    | "search"
    | "sign"
    | "text"
    | "uri"
    | "word"
  /** Of text, what it says; where `${}` was in it, nothing. */
  readonly text: string
  /** Of text with `${}` in it: what it says before the first. */
  readonly start?: string
  /** From 1. */
  readonly line: number
  /** A path that goes on with `${}`; its text is the fixed folder. */
  readonly open?: true
}

const comment = /#[^\n]*|\/\*[^]*?\*\//y
const uri = /[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9%/?:@&=+$,_.!~*'-]+/y
const search = /<[A-Za-z0-9._+-]+(\/[A-Za-z0-9._+-]+)*>/y
const home = /~(\/[A-Za-z0-9._+-]+)+/y
const path = /[A-Za-z0-9._+-]*(\/[A-Za-z0-9._+-]+)+\/?/y
/** `./hosts/${name}.nix`: what is before the last fixed slash. */
const interpolated = /(~?(?:[A-Za-z0-9._+-]*\/)+)[A-Za-z0-9._+-]*\$\{/y
/** How a path goes on behind its `${}`. */
const rest = /[A-Za-z0-9._+/-]*/y
const number = /\d+(\.\d*)?([Ee][+-]?\d+)?/y
const word = /[A-Za-z_][A-Za-z0-9_'-]*/y
const sign = /==|!=|<=|>=|\+\+|\/\/|->|&&|\|\||[^\s]/y
const inText = /\\[^]|\$\$|[^]/y
const inIndented = /''\$|'''|''\\[^]|\$\$|[^]/y

type Mode = "braces" | "indented" | "interpolation" | "path" | "text"

/**
 * Nix code as tokens, without comments; those within `${}` of a string come
 * before the string, those of a path behind it, each time between the signs
 * `${` and `}$`. Numbers are signs. Source: nix src/libexpr/lexer.l.
 */
export function nixTokens(code: string): NixToken[] {
  const found: NixToken[] = []
  const modes: Mode[] = []
  const texts: { line: number; start?: string; text: string }[] = []
  let at = 0
  let line = 1
  let counted = 0
  while (at < code.length) {
    const mode = modes.at(-1)
    at = mode === "text" || mode === "indented" ? readText(mode) : readCode()
  }
  return found

  function readText(mode: "indented" | "text"): number {
    if (code.startsWith("${", at)) {
      const within = texts.at(-1)
      if (within !== undefined) within.start ??= within.text
      return interpolation("interpolation")
    }
    const next = end(mode === "text" ? inText : inIndented)
    const piece = code.slice(at, next)
    const closes =
      mode === "text" ? piece === '"' : piece === "'" && code[next] === "'"
    if (!closes) {
      const open = texts.at(-1)
      if (open !== undefined) open.text += piece
      return next
    }
    modes.pop()
    const closed = texts.pop()
    if (closed !== undefined) found.push({ ...closed, kind: "text" })
    return mode === "text" ? next : next + 1
  }

  function readCode(): number {
    const skipped = end(comment)
    if (skipped > 0) return skipped
    interpolated.lastIndex = at
    const folder = interpolated.exec(code)?.[1]
    if (folder !== undefined) {
      found.push({
        kind: kindOf(folder),
        line: here(),
        open: true,
        text: folder,
      })
      at = code.indexOf("${", at)
      return interpolation("path")
    }
    return (
      take(uri, "uri") ||
      take(search, "search") ||
      take(home, "home") ||
      take(path, undefined) ||
      take(word, "word") ||
      take(number, "sign") ||
      punctuation()
    )
  }

  function take(expression: RegExp, kind: NixToken["kind"] | undefined) {
    const next = end(expression)
    if (next === 0) return 0
    const text = code.slice(at, next)
    found.push({ kind: kind ?? kindOf(text), line: here(), text })
    return next
  }

  function punctuation(): number {
    if (code.startsWith("''", at)) return openText("indented", 2)
    if (code[at] === '"') return openText("text", 1)
    if (code.startsWith("${", at)) modes.push("braces")
    else if (code[at] === "{") modes.push("braces")
    else if (code[at] === "}") {
      const closed = modes.pop()
      if (closed === "interpolation" || closed === "path") {
        found.push({ kind: "sign", line: here(), text: "}$" })
        return closed === "path" ? goOn() : at + 1
      }
    }
    if (code.startsWith("${", at)) {
      found.push({ kind: "sign", line: here(), text: "{" })
      return at + 2
    }
    const next = end(sign)
    if (next === 0) return at + 1
    found.push({ kind: "sign", line: here(), text: code.slice(at, next) })
    return next
  }

  function interpolation(mode: Mode): number {
    modes.push(mode)
    found.push({ kind: "sign", line: here(), text: "${" })
    return at + 2
  }

  /** Behind the `}` of a path. */
  function goOn(): number {
    at++
    at = end(rest)
    return code.startsWith("${", at) ? interpolation("path") : at
  }

  function openText(mode: Mode, length: number): number {
    modes.push(mode)
    texts.push({ line: here(), text: "" })
    return at + length
  }

  /** Where a match that begins here ends; 0 for none. */
  function end(expression: RegExp): number {
    expression.lastIndex = at
    return expression.test(code) ? expression.lastIndex : 0
  }

  function here(): number {
    for (; counted < at; counted++) if (code[counted] === "\n") line++
    return line
  }
}

function kindOf(path: string): NixToken["kind"] {
  if (path.startsWith("~")) return "home"
  return path.startsWith("/") ? "absolute" : "relative"
}
