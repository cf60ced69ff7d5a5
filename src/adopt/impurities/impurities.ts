import {
  type Binding,
  type Expression,
  partsOf,
  partsOfBinding,
} from "../../nix/language/expression.ts"
import { calledBy } from "./called-by.ts"
import { insteadOf, insteadOfFetching } from "../configuration/cures.ts"
import { fetchers, isLocked, urlOf } from "./fetchers.ts"
import type { Finding } from "../configuration/finding.ts"
import {
  lambdaScope,
  type Meaning,
  meaningOf,
  type Scope,
  scopeOf,
  withScope,
} from "./meaning.ts"
import type { Reach } from "./reach.ts"

const impure: ReadonlyMap<string, string> = new Map(
  Object.entries({
    currentSystem: "write pkgs.stdenv.hostPlatform.system",
    currentTime: "write the value",
    getEnv: "write the value, or declare an option for it",
    nixPath: "declare it as an input in hosts/fleet.yaml",
    storePath: "declare its source as an input in hosts/fleet.yaml",
  }),
)

/** Which argument of a function is a file that it reads. */
const readers: ReadonlyMap<string, number> = new Map(
  Object.entries({
    callPackage: 0,
    callPackages: 0,
    fileContents: 0,
    filterSource: 1,
    hashFile: 1,
    import: 0,
    importJSON: 0,
    importTOML: 0,
    pathExists: 0,
    readDir: 0,
    readFile: 0,
    readFileType: 0,
    scopedImport: 1,
  }),
)

/** What a file asks of the machine that evaluates it, in its order. */
export type Impurities = {
  /** Each with what to write instead. */
  readonly findings: readonly Omit<Finding, "file">[]
  /** Absolute paths in quotes that Nix would read. */
  readonly reads: readonly (Reach & { readonly by: string })[]
}

/**
 * What a file says that a flake's evaluation, which sees no environment, no
 * search path and nothing unlocked, refuses: however it is spelt. Absolute
 * paths are judged by who knows what is copied. Source: Nix manual,
 * `pure-eval`.
 */
export function impuritiesOf(code: Expression): Impurities {
  const findings = new Map<string, Omit<Finding, "file">>()
  const reads = new Map<string, Impurities["reads"][number]>()
  /** Calls of the file's own functions are looked into: so many, so deep. */
  let calls = 200
  let depth = 5
  visit(code, undefined, false)
  return {
    findings: [...findings.values()].toSorted((a, b) => a.line - b.line),
    reads: [...reads.values()].toSorted((a, b) => a.line - b.line),
  }

  function tell(line: number, what: string, cure: string): void {
    findings.set(`${line} ${what}`, { cure, line, what })
  }

  function visit(
    expression: Expression,
    scope: Scope | undefined,
    imported: boolean,
  ): void {
    if (judge(expression, scope)) return
    const { line } = expression
    if (imported && expression.is === "text") read("imports", line, expression)
    switch (expression.is) {
      case "let":
      case "set": {
        const opens = expression.is === "let" || expression.recursive
        const inner = opens ? scopeOf(expression.bindings, scope) : scope
        for (const binding of expression.bindings) visitBinding(binding, inner)
        if (expression.is === "let") visit(expression.body, inner, imported)
        return
      }
      case "lambda": {
        const inner = lambdaScope(expression, scope)
        for (const part of partsOf(expression)) visit(part, inner, imported)
        return
      }
      case "with":
        visit(expression.scope, scope, false)
        visit(expression.body, withScope(expression.scope, scope), imported)
        return
      case "call": {
        const called = calledBy(expression, scope)
        const isList = ["map", "optional", "optionals"].includes(called.name)
        visit(expression.function, scope, imported && isList)
        visit(expression.argument, scope, imported && isList)
        return
      }
      case "list":
      case "other": {
        const joins = expression.is === "other" && expression.sign === "+"
        if (imported && joins) read("imports", line, expression, scope)
        const inner = imported && !joins
        for (const part of partsOf(expression)) visit(part, scope, inner)
        return
      }
      case "path":
      case "select":
      case "text":
      case "variable":
        for (const part of partsOf(expression)) visit(part, scope, false)
    }
  }

  function visitBinding(binding: Binding, scope: Scope | undefined): void {
    for (const part of partsOfBinding(binding)) {
      const isValue = "value" in binding && part === binding.value
      const last = isValue ? binding.path.at(-1) : undefined
      visit(part, scope, last === "imports")
      if (last === "copySystemConfiguration" && isTrue(part))
        tell(binding.line, last, "remove it: a flake is more than one file")
    }
  }

  /** Whether nothing within is to be looked at any more. */
  function judge(expression: Expression, scope: Scope | undefined): boolean {
    const { line } = expression
    switch (expression.is) {
      case "path":
        if (expression.kind === "search") search(expression.text, line, "other")
        if (expression.kind === "home")
          tell(line, expression.text, "a flake sees no home; copy it here")
        return false
      case "variable":
      case "select": {
        const meaning = meaningOf(expression, scope)
        if (meaning.means !== "builtin" || meaning.aliased) return false
        const cure = impure.get(meaning.name)
        if (cure !== undefined) tell(line, `builtins.${meaning.name}`, cure)
        return false
      }
      case "call":
        return judgeCall(expression, scope)
      case "lambda":
      case "let":
      case "list":
      case "other":
      case "set":
      case "text":
      case "with":
        return false
    }
  }

  function judgeCall(
    expression: Expression & { readonly is: "call" },
    scope: Scope | undefined,
  ): boolean {
    const { line } = expression
    const { given, meaning, name } = calledBy(expression, scope)
    const [first, second] = given
    if (name === "findFile" && second !== undefined) {
      const wanted = meaningOf(second, scope)
      if (wanted.means !== "text" || wanted.text === undefined) return false
      search(`<${wanted.text}>`, line, "other")
      return true
    }
    if (name === "import" && first?.is === "path" && first.kind === "search") {
      search(first.text, first.line, "import")
      return true
    }
    if (fetchers.has(name) && first !== undefined)
      fetch(name, line, meaningOf(first, scope))
    if (name === "map" && second?.is === "list" && first !== undefined)
      for (const item of second.items)
        apply(meaningOf(first, scope), meaningOf(item, scope), line)
    const file = given[readers.get(name) ?? -1]
    if (file !== undefined) read(name, file.line, file, scope)
    if (name === "path" && first !== undefined) {
      const said = meaningOf(first, scope)
      const path = said.means === "set" ? said.names.get("path")?.() : undefined
      if (path !== undefined) readMeaning("path", line, path)
    }
    apply(meaning, meaningOf(expression.argument, scope), line)
    return false
  }

  /** A function of the file's own does with an argument what it does. */
  function apply(called: Meaning, argument: Meaning, line: number): void {
    if (called.means === "builtin" && fetchers.has(called.name))
      fetch(called.name, line, argument)
    if (called.means !== "lambda" || argument.means === "unknown") return
    if (depth === 0 || --calls < 0) return
    const { lambda, scope } = called
    depth--
    visit(lambda.body, lambdaScope(lambda, scope, argument), false)
    depth++
  }

  function fetch(name: string, line: number, argument: Meaning): void {
    const hashes = fetchers.get(name) ?? []
    if (isLocked(argument, name, hashes) !== false) return
    const what = `${name} without a hash`
    tell(line, what, insteadOfFetching(name, urlOf(argument)))
  }

  function read(
    by: string,
    line: number,
    file: Expression,
    scope?: Scope,
  ): void {
    readMeaning(by, line, meaningOf(file, scope))
  }

  function readMeaning(by: string, line: number, said: Meaning): void {
    if (said.means !== "text" || !said.start.startsWith("/")) return
    const isWhole = said.text === undefined
    const text = isWhole ? said.start.replace(/[^/]*$/, "") : said.start
    const imports = by === "imports" || by === "import"
    const isModule = !isWhole && (imports || by.startsWith("callPackage"))
    const how = by === "pathExists" || isModule ? "module" : "whole"
    const key = `${line} ${by} ${text}`
    reads.set(key, { by, how, kind: "absolute", line, text })
  }

  function search(text: string, line: number, by: "import" | "other"): void {
    // Nix itself has these, whatever the search path.
    if (text.startsWith("<nix/")) return
    tell(line, text, insteadOf(text, by))
  }
}

function isTrue(value: Expression): boolean {
  return value.is === "variable" && value.name === "true"
}
