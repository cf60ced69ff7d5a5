import type { Expression } from "../../nix/language/expression.ts"
import { type Meaning, meaningOf, type Scope } from "./meaning.ts"

/** The function at the bottom of a call, with its arguments in order. */
export function calledBy(
  call: Expression & { readonly is: "call" },
  scope: Scope | undefined,
): {
  readonly given: readonly Expression[]
  readonly meaning: Meaning
  readonly name: string
} {
  const given = [call.argument]
  let at = call.function
  for (; at.is === "call"; at = at.function) given.unshift(at.argument)
  const bottom = meaningOf(at, scope)
  const name = bottom.means === "builtin" ? bottom.name : ""
  // Of several arguments, ours are looked into with the first.
  const meaning: Meaning =
    given.length === 1 && bottom.means === "lambda"
      ? bottom
      : { means: "unknown" }
  return { given, meaning, name }
}
