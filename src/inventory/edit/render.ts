type Yaml = typeof import("yaml")

/** Lines to put above a key, which is so deep below what is written. */
export type Comment = {
  readonly below: readonly string[]
  readonly lines: readonly string[]
}

/** `key: value` in block style, its first line not indented. */
export function renderPair(
  key: string,
  value: unknown,
  column: number,
  yaml: Yaml,
  comment?: Comment,
): string {
  const document = new yaml.Document({ [key]: value })
  if (comment !== undefined && comment.lines.length > 0) {
    const path = [key, ...comment.below]
    const table = document.getIn(path.slice(0, -1), true)
    const found = yaml.isMap(table)
      ? table.items.find(
          (pair) => yaml.isScalar(pair.key) && pair.key.value === path.at(-1),
        )
      : undefined
    const above = comment.lines.map((line) => ` ${line}`).join("\n")
    if (yaml.isScalar(found?.key)) found.key.commentBefore = above
  }
  return indented(document.toString(unfolded), column)
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
