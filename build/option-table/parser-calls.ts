import { type Token, tokensOf } from "./tokens.ts"

/** A call of `add_argument`. */
export type ParserCall = {
  /** The longest of its spellings, as `--lowvram`. */
  readonly argument: string
  /** The variable of its mutually exclusive group. */
  readonly group?: string
  /** Keyword → its value's tokens. */
  readonly keywords: ReadonlyMap<string, readonly Token[]>
}

export type ParserSource = {
  readonly calls: readonly ParserCall[]
  /** Classes of enum.Enum: name → the members' values. */
  readonly enums: ReadonlyMap<string, readonly string[]>
  /** Constants that are tuples of strings: name → strings. */
  readonly tuples: ReadonlyMap<string, readonly string[]>
}

/** Reads a Python file that fills one argparse.ArgumentParser. */
export function parserCalls(source: string): ParserSource {
  const tokens = tokensOf(source)
  const groups = new Set<string>()
  const calls: ParserCall[] = []
  for (const [at, token] of tokens.entries()) {
    const owner = tokens[at - 2]?.text ?? ""
    if (token.text === "add_mutually_exclusive_group")
      groups.add(tokens[at - 4]?.text ?? "")
    if (token.text !== "add_argument" || token.kind !== "name") continue
    const parts = argumentsAt(tokens, at + 1)
    const spellings = parts
      .filter(([first]) => first?.kind === "string")
      .map(([first]) => first?.text ?? "")
    const argument = spellings.find((text) => text.startsWith("--"))
    if (argument === undefined) continue
    const group = groups.has(owner) ? { group: owner } : {}
    calls.push({ argument, ...group, keywords: keywordsOf(parts) })
  }
  return { calls, enums: enumsOf(source), tuples: tuplesOf(source) }
}

/** The tokens between the bracket at `open` and its end, split at commas. */
function argumentsAt(tokens: readonly Token[], open: number): Token[][] {
  const parts: Token[][] = [[]]
  let depth = 0
  for (const token of tokens.slice(open)) {
    const sign = token.kind === "sign" ? token.text : ""
    if ("([{".includes(sign) && sign !== "") depth += 1
    if (")]}".includes(sign) && sign !== "") depth -= 1
    if (depth === 0) break
    if (sign === "," && depth === 1) parts.push([])
    else if (
      !(
        sign === "(" &&
        depth === 1 &&
        parts.length === 1 &&
        parts[0]?.length === 0
      )
    )
      parts.at(-1)?.push(token)
  }
  return parts.filter((part) => part.length > 0)
}

function keywordsOf(parts: readonly (readonly Token[])[]) {
  const keywords = new Map<string, readonly Token[]>()
  for (const [name, equals, ...value] of parts)
    if (name?.kind === "name" && equals?.text === "=")
      keywords.set(name.text, value)
  return keywords
}

function enumsOf(source: string): Map<string, readonly string[]> {
  const bodies = source.matchAll(
    /^class (\w+)\(enum\.Enum\):\n((?:[ \t]+.*\n|\n)+)/gmu,
  )
  return new Map(
    [...bodies].map(([, name = "", body = ""]) => {
      const members = body.matchAll(/^\s+\w+ = "([^"]*)"$/gmu)
      return [name, [...members].map(([, value = ""]) => value)]
    }),
  )
}

function tuplesOf(source: string): Map<string, readonly string[]> {
  const found = source.matchAll(/^(\w+) = \(((?:'[^']*'(?:, )?)+)\)$/gmu)
  return new Map(
    [...found].map(([, name = "", inside = ""]) => {
      const strings = [...inside.matchAll(/'([^']*)'/gu)]
      return [name, strings.map(([, text = ""]) => text)]
    }),
  )
}
