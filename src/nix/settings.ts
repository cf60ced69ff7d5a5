import type { Attribute, Binding, Expression } from "./expression.ts"

/** A name that a module sets, with what it is set to. */
export type Setting = {
  readonly path: readonly string[]
  readonly line: number
  readonly value: Expression
}

/**
 * Everything that a module's text sets, each level of `a.b.c` by itself, also
 * within `mkIf`, `mkMerge`, `//` and modules that are written out in `imports`.
 */
export function settingsOf(module: Expression): Setting[] {
  return within(module, [])
}

function within(expression: Expression, above: readonly string[]): Setting[] {
  switch (expression.is) {
    case "set":
      return expression.bindings.flatMap((binding) => ofBinding(binding, above))
    case "lambda":
    case "let":
    case "with":
      return within(expression.body, above)
    case "call":
      return within(expression.argument, above)
    case "list":
      return expression.items.flatMap((item) =>
        within(item, above.at(-1) === "imports" ? [] : above),
      )
    case "other":
      return expression.parts.flatMap((part) => within(part, above))
    case "path":
    case "select":
    case "text":
    case "variable":
      return []
  }
}

function ofBinding(binding: Binding, above: readonly string[]): Setting[] {
  if (!("value" in binding))
    return binding.names.map(({ line, name }) => ({
      line,
      path: [...above, name],
      value: { is: "variable", line, name },
    }))
  const { line, value } = binding
  const names = binding.path.map(nameOf)
  const path = [...above, ...names]
  const levels = names.map((_, index) => ({
    line,
    path: path.slice(0, above.length + index + 1),
    value,
  }))
  return [...levels, ...within(value, path)]
}

function nameOf(name: Attribute): string {
  return typeof name === "string" ? name : "*"
}
