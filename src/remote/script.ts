import { quote } from "../quote.ts"

/** `name='value'` lines. Errors: `TypeError` for a name that is none. */
export function assignments(
  variables: Readonly<Record<string, string>>,
): string {
  const lines = Object.entries(variables).map(([name, value]) => {
    if (!/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) {
      throw new TypeError(`${name} is no name of a shell variable`)
    }
    return `${name}=${quote(value)}\n`
  })
  return lines.join("")
}
