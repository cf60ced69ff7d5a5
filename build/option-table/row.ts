import type { ParserCall, ParserSource } from "./parser-calls.ts"
import type { Token } from "./tokens.ts"

/** What a module needs to know of an argument (nix/lib/arguments.nix). */
export type Row = {
  /** Unknown to this version and those before it. */
  readonly after?: string
  readonly argument: string
  /** The choice that it is one of. */
  readonly group?: string
  /** What it was until a version. */
  readonly older?: Older
  readonly type: string
  /** The last version that knows it. */
  readonly until?: string
  readonly values?: readonly string[]
}

export type Older = {
  readonly type: string
  readonly until: string
  readonly values?: readonly string[]
}

type Kind = Pick<Row, "type" | "values">

/** Type of an argument by its keywords. Errors: an `action` not known here. */
export function kindOf(call: ParserCall, source: ParserSource): Kind {
  const word = (name: string) => call.keywords.get(name)?.[0]?.text
  const action = word("action") ?? "store"
  const nargs = word("nargs")
  const type = word("type") ?? "str"
  const values = valuesOf(call, source)
  if (action === "store_true" || action === "store_false")
    return { type: "flag" }
  if (action === "VerboseAction") {
    const levels = source.tuples.get("LOG_LEVELS")
    if (levels !== undefined) return { type: "log-outputs", values: levels }
  }
  if (action === "append")
    return { type: nargs === undefined ? "repeated" : "paths" }
  if (!["EnumAction", "store"].includes(action))
    throw new Error(`${call.argument}: what is the action ${action}?`)
  if (values !== undefined) return { type: enumType(nargs), values }
  if (isPath(call, type)) return { type: "path" }
  const scalar = { float: "float", int: "int" }[type] ?? "string"
  switch (nargs) {
    case undefined:
      return { type: scalar }
    case "?":
      return { type: `optional-${scalar}` }
    case "*":
      if (scalar === "float") return { type: "floats" }
      break
    case "+":
      if (scalar === "string") return { type: "list" }
  }
  throw new Error(`${call.argument}: nargs ${nargs} of ${scalar} is new here`)
}

function enumType(nargs: string | undefined): string {
  if (nargs === "*" || nargs === "+") return "several"
  return nargs === "?" ? "optional-enum" : "enum"
}

function valuesOf(call: ParserCall, source: ParserSource) {
  const choices = call.keywords.get("choices")
  if (choices !== undefined) return stringsOf(choices)
  return source.enums.get(call.keywords.get("type")?.[0]?.text ?? "")
}

function stringsOf(tokens: readonly Token[]): string[] {
  return tokens.filter(({ kind }) => kind === "string").map(({ text }) => text)
}

/** By what its reader checks, shows or calls itself. */
function isPath({ argument, keywords }: ParserCall, type: string): boolean {
  if (type === "is_valid_directory") return true
  const shown = keywords.get("metavar")?.[0]?.text
  if (shown === "PATH") return true
  return (
    type === "str" && /-(?:certfile|directory|keyfile|root)$/u.test(argument)
  )
}
