/** Nix code as a tree: what names mean can be told, not what it gives. */
export type Expression = { readonly line: number } & (
  | { readonly is: "variable"; readonly name: string }
  | {
      readonly is: "text"
      /** What it says; undefined where `${}` is in it. */
      readonly text: string | undefined
      /** What it surely begins with. */
      readonly start: string
      readonly parts: readonly Expression[]
    }
  | {
      readonly is: "path"
      readonly kind: "absolute" | "home" | "relative" | "search"
      readonly text: string
      readonly parts: readonly Expression[]
    }
  | {
      readonly is: "select"
      readonly from: Expression
      readonly path: readonly Attribute[]
      readonly otherwise: Expression | undefined
    }
  | {
      readonly is: "call"
      readonly function: Expression
      readonly argument: Expression
    }
  | {
      readonly is: "set"
      readonly recursive: boolean
      readonly bindings: readonly Binding[]
    }
  | {
      readonly is: "let"
      readonly bindings: readonly Binding[]
      readonly body: Expression
    }
  | { readonly is: "list"; readonly items: readonly Expression[] }
  | {
      readonly is: "lambda"
      /** `args` of `args:` and of `args@{ … }:`. */
      readonly name: string | undefined
      readonly formals: readonly Formal[]
      readonly body: Expression
    }
  | {
      readonly is: "with"
      readonly scope: Expression
      readonly body: Expression
    }
  /** An operator, with the sign; `if` and `assert`, with the word. */
  | {
      readonly is: "other"
      readonly sign: string
      readonly parts: readonly Expression[]
    }
)

/** A name, or what `${}` computes. */
export type Attribute = string | Expression

export type Formal = {
  readonly name: string
  readonly line: number
  readonly otherwise: Expression | undefined
}

export type Binding =
  | {
      readonly path: readonly Attribute[]
      readonly line: number
      readonly value: Expression
    }
  | {
      /** `inherit (from) names`. */
      readonly from: Expression | undefined
      readonly line: number
      readonly names: readonly {
        readonly name: string
        readonly line: number
      }[]
    }

/** The expressions that an expression is directly made of. */
export function partsOf(expression: Expression): readonly Expression[] {
  switch (expression.is) {
    case "variable":
      return []
    case "text":
    case "path":
    case "other":
      return expression.parts
    case "select":
      return [
        expression.from,
        ...computed(expression.path),
        ...given(expression.otherwise),
      ]
    case "call":
      return [expression.function, expression.argument]
    case "set":
      return expression.bindings.flatMap(partsOfBinding)
    case "let":
      return [...expression.bindings.flatMap(partsOfBinding), expression.body]
    case "list":
      return expression.items
    case "lambda":
      return [
        ...expression.formals.flatMap(({ otherwise }) => given(otherwise)),
        expression.body,
      ]
    case "with":
      return [expression.scope, expression.body]
  }
}

/** The expressions that a binding is directly made of. */
export function partsOfBinding(binding: Binding): readonly Expression[] {
  return "value" in binding
    ? [...computed(binding.path), binding.value]
    : given(binding.from)
}

function computed(path: readonly Attribute[]): Expression[] {
  return path.filter((name) => typeof name !== "string")
}

function given(expression: Expression | undefined): Expression[] {
  return expression === undefined ? [] : [expression]
}
