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

/**
 * The line where a module sets an option, or the nearest that it says of it;
 * of `{name}`, where it takes that argument.
 */
export function lineOfOption(
  module: Expression,
  option: string,
): number | undefined {
  if (option.startsWith("{")) {
    const formals = module.is === "lambda" ? module.formals : []
    return formals.find(({ name }) => `{${name}}` === option)?.line
  }
  const wanted = namesIn(option)
  const fits = settingsOf(module)
    .map(({ line, path }) => ({ line, path: withoutConfig(path) }))
    .filter(({ path }) =>
      path.every((name, at) => (wanted[at] ?? name) === name || name === "*"),
    )
  const near = ({ path }: { readonly path: readonly string[] }) =>
    -Math.abs(path.length - wanted.length)
  const [best] = fits.toSorted((a, b) => near(b) - near(a))
  return best?.line
}

/** `a."b.c".d` as names. */
function namesIn(option: string): string[] {
  const found = option.matchAll(/"((?:[^"\\]|\\.)*)"|([^."]+)/g)
  return [...found].map(([, quoted, plain]) => quoted ?? plain ?? "")
}

function withoutConfig(path: readonly string[]): readonly string[] {
  return ["config", "options"].includes(path[0] ?? "") ? path.slice(1) : path
}
