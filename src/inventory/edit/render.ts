type Yaml = typeof import("yaml")

/** `key: value` in block style, its first line not indented. */
export function renderPair(
  key: string,
  value: unknown,
  column: number,
  yaml: Yaml,
): string {
  return indented(yaml.stringify({ [key]: value }, unfolded), column)
}

/** `- value` in block style, its first line not indented. */
export function renderItem(value: unknown, column: number, yaml: Yaml): string {
  return indented(yaml.stringify([value], unfolded), column)
}

/** A value on one line, as between brackets. */
export function renderFlow(value: unknown, yaml: Yaml): string {
  return yaml
    .stringify(value, { ...unfolded, collectionStyle: "flow" })
    .trimEnd()
}

const unfolded = { lineWidth: 0 }

function indented(text: string, column: number): string {
  return text.trimEnd().replaceAll("\n", `\n${" ".repeat(column)}`)
}
