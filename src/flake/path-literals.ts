/** A path in Nix code, relative to the file that says it. */
export type PathLiteral = {
  readonly path: string
  /** From 1. */
  readonly line: number
}

const comment = /#[^\n]*|\/\*[^]*?\*\//y
const uri = /[A-Za-z][A-Za-z0-9+.-]*:[A-Za-z0-9%/?:@&=+$,_.!~*'-]+/y
const search = /<[A-Za-z0-9._+-]+(\/[A-Za-z0-9._+-]+)*>/y
const path = /[A-Za-z0-9._+-]*(\/[A-Za-z0-9._+-]+)+\/?/y
/** `./hosts/${name}.nix`: what is before the last fixed slash. */
const interpolated = /((?:[A-Za-z0-9._+-]*\/)+)[A-Za-z0-9._+-]*\$\{/y
const word = /[A-Za-z_][A-Za-z0-9_'-]*/y
const inText = /\\[^]|\$\$|[^]/y
const inIndented = /''\$|'''|''\\[^]|\$\$|[^]/y

type Mode = "braces" | "indented" | "interpolation" | "text"

/**
 * The relative paths that Nix code names, outside comments and plain text,
 * also within `${}` of a string. Of an interpolated path, its fixed folder.
 * Source: nix src/libexpr/lexer.l.
 */
export function pathLiterals(code: string): PathLiteral[] {
  const found: PathLiteral[] = []
  const modes: Mode[] = []
  let at = 0
  while (at < code.length) {
    const mode = modes.at(-1)
    if (mode === "text" || mode === "indented") at = readText(mode)
    else at = readCode()
  }
  return found

  function readText(mode: "indented" | "text"): number {
    if (code.startsWith("${", at)) {
      modes.push("interpolation")
      return at + 2
    }
    const next = end(mode === "text" ? inText : inIndented)
    const piece = code.slice(at, next)
    const closes = mode === "text" ? piece === '"' : piece === "'"
    if (!closes) return next
    if (mode === "indented" && code[next] !== "'") return next
    modes.pop()
    return mode === "text" ? next : next + 1
  }

  function readCode(): number {
    const skipped = end(comment) || end(uri) || end(search)
    if (skipped > 0) return skipped
    interpolated.lastIndex = at
    const folder = interpolated.exec(code)?.[1]
    if (folder !== undefined) return keep(folder)
    const whole = end(path)
    if (whole > 0) return keep(code.slice(at, whole))
    return end(word) || punctuation()
  }

  function punctuation(): number {
    if (code.startsWith("''", at)) return push("indented", 2)
    if (code[at] === '"') return push("text", 1)
    if (code.startsWith("${", at)) return push("braces", 2)
    if (code[at] === "{") return push("braces", 1)
    if (code[at] === "}") modes.pop()
    return at + 1
  }

  function push(mode: Mode, length: number): number {
    modes.push(mode)
    return at + length
  }

  function keep(literal: string): number {
    if (!literal.startsWith("/"))
      found.push({ line: lineAt(code, at), path: literal })
    return at + literal.length
  }

  /** Where a match that begins here ends; 0 for none. */
  function end(expression: RegExp): number {
    expression.lastIndex = at
    return expression.test(code) ? expression.lastIndex : 0
  }
}

function lineAt(code: string, offset: number): number {
  return code.slice(0, offset).split("\n").length
}
