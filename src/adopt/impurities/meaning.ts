import type {
  Attribute,
  Binding,
  Expression,
} from "../../nix/language/expression.ts"

/** What a piece of Nix code is, as far as its text tells. */
export type Meaning =
  | { readonly means: "unknown" }
  | { readonly means: "builtins" }
  | {
      readonly means: "builtin"
      readonly name: string
      /** It has a name of the file's own, whose definition names it. */
      readonly aliased: boolean
    }
  | {
      readonly means: "set"
      readonly names: ReadonlyMap<string, () => Meaning>
      /** Whether it may have more names than these. */
      readonly open: boolean
    }
  | {
      readonly means: "lambda"
      readonly lambda: Expression & { readonly is: "lambda" }
      readonly scope: Scope
    }
  | {
      readonly means: "text"
      readonly text: string | undefined
      readonly start: string
    }
  | { readonly means: "path"; readonly text: string }

/** The names that a place in the code sees, innermost first. */
export type Scope =
  | {
      readonly names: ReadonlyMap<string, () => Meaning>
      readonly outer: Scope | undefined
    }
  | { readonly with: () => Meaning; readonly outer: Scope | undefined }

export const unknown: Meaning = { means: "unknown" }

/** Builtins that need no `builtins.`; `__x` is any. Source: nix primops.cc. */
const globals = new Set(
  (
    "abort baseNameOf break derivation dirOf fetchGit fetchMercurial " +
    "fetchTarball fetchTree fromTOML import isNull map placeholder " +
    "removeAttrs scopedImport throw toString"
  ).split(" "),
)

/** What these do is the same, whoever hands them on: lib, pkgs, an alias. */
const known = new Set(
  (
    "callPackage callPackages fileContents getEnv importJSON importTOML " +
    "optional optionals pathExists readDir readFile"
  ).split(" "),
)

/** Tells what code means, as far as its text does; evaluates nothing. */
export function meaningOf(
  expression: Expression,
  scope: Scope | undefined,
): Meaning {
  switch (expression.is) {
    case "variable":
      return lookUp(expression.name, scope)
    case "text":
      return { means: "text", start: expression.start, text: expression.text }
    case "path":
      return { means: "path", text: expression.text }
    case "select":
      return expression.path.reduce<Meaning>(
        (from, name) => attributeOf(from, name),
        meaningOf(expression.from, scope),
      )
    case "set":
      return setOf(expression.bindings, scope, expression.recursive)
    case "let":
      return meaningOf(expression.body, scopeOf(expression.bindings, scope))
    case "with":
      return meaningOf(expression.body, withScope(expression.scope, scope))
    case "lambda":
      return { lambda: expression, means: "lambda", scope: scope ?? empty }
    case "other":
      return operation(expression, scope)
    case "call":
    case "list":
      return unknown
  }
}

const empty: Scope = { names: new Map(), outer: undefined }

function operation(
  { parts, sign }: Expression & { readonly is: "other" },
  scope: Scope | undefined,
): Meaning {
  const [left, right] = parts.map((part) => meaningOf(part, scope))
  if (left === undefined || right === undefined) return unknown
  if (sign === "+" && right.means === "text") {
    if (left.means === "text") {
      const both = left.text === undefined || right.text === undefined
      const start =
        left.text === undefined ? left.start : left.text + right.start
      const text = both ? undefined : start
      return { means: "text", start, text }
    }
    if (left.means === "path") return { means: "path", text: left.text }
  }
  if (sign === "//") {
    const names = new Map([...namesOf(left), ...namesOf(right)])
    return { means: "set", names, open: isOpen(left) || isOpen(right) }
  }
  return unknown
}

function namesOf(meaning: Meaning): ReadonlyMap<string, () => Meaning> {
  return meaning.means === "set" ? meaning.names : new Map()
}

function isOpen(meaning: Meaning): boolean {
  return meaning.means !== "set" || meaning.open
}

/** What `from.name` means. */
function attributeOf(from: Meaning, name: Attribute): Meaning {
  if (typeof name !== "string") return unknown
  if (from.means === "builtins")
    return name === "builtins"
      ? from
      : { aliased: false, means: "builtin", name }
  const own = namesOf(from).get(name)?.()
  if (own !== undefined) return own
  return isOpen(from) && known.has(name)
    ? { aliased: false, means: "builtin", name }
    : unknown
}

function lookUp(name: string, scope: Scope | undefined): Meaning {
  for (let at = scope; at !== undefined; at = at.outer)
    if ("names" in at) {
      const found = at.names.get(name)
      if (found !== undefined) return found()
    }
  if (name === "builtins" || name === "__builtins") return { means: "builtins" }
  const plain = name.startsWith("__") ? name.slice(2) : name
  if (globals.has(name) || plain !== name)
    return { aliased: false, means: "builtin", name: plain }
  for (let at = scope; at !== undefined; at = at.outer)
    if ("with" in at) {
      const from = at.with()
      const found = attributeOf(from, name)
      if (found.means !== "unknown" || from.means === "builtins") return found
    }
  return unknown
}

/** What `let` and `rec` bring into view. */
export function scopeOf(
  bindings: readonly Binding[],
  outer: Scope | undefined,
): Scope {
  const names = new Map<string, () => Meaning>()
  const scope: Scope = { names, outer }
  for (const [name, meaning] of bound(bindings, scope, outer))
    names.set(name, meaning)
  return scope
}

export function withScope(scope: Expression, outer: Scope | undefined): Scope {
  return { outer, with: once(() => meaningOf(scope, outer)) }
}

/** What a lambda's body sees; of an unknown argument its names alone. */
export function lambdaScope(
  lambda: Expression & { readonly is: "lambda" },
  outer: Scope | undefined,
  argument: Meaning = unknown,
): Scope {
  const given = namesOf(argument)
  return {
    names: new Map([
      ...lambda.formals.map(
        ({ name }) => [name, given.get(name) ?? (() => unknown)] as const,
      ),
      ...(lambda.name === undefined
        ? []
        : [[lambda.name, () => argument] as const]),
    ]),
    outer,
  }
}

function setOf(
  bindings: readonly Binding[],
  outer: Scope | undefined,
  recursive: boolean,
): Meaning {
  const inner = recursive ? scopeOf(bindings, outer) : outer
  const names = new Map(bound(bindings, inner, outer))
  const open = bindings.some(
    (one) => "value" in one && typeof one.path[0] !== "string",
  )
  return { means: "set", names, open }
}

function bound(
  bindings: readonly Binding[],
  inner: Scope | undefined,
  outer: Scope | undefined,
): [string, () => Meaning][] {
  return bindings.flatMap((binding): [string, () => Meaning][] => {
    if (!("value" in binding)) {
      const { from, names } = binding
      return names.map(({ name }) => [
        name,
        once(() =>
          from === undefined
            ? lookUp(name, outer)
            : attributeOf(meaningOf(from, inner), name),
        ),
      ])
    }
    const [name, ...rest] = binding.path
    if (typeof name !== "string") return []
    // Of `a.b = …` only that there is an `a`.
    if (rest.length > 0) return [[name, () => unknown]]
    return [[name, once(() => alias(meaningOf(binding.value, inner)))]]
  })
}

function alias(meaning: Meaning): Meaning {
  return meaning.means === "builtin" ? { ...meaning, aliased: true } : meaning
}

/** Computed when asked for; within itself it is unknown. */
function once(compute: () => Meaning): () => Meaning {
  let found: Meaning | undefined
  return () => {
    if (found === undefined) {
      found = unknown
      found = compute()
    }
    return found
  }
}
