import type { Path } from "../read/source.ts"
import type { Edit } from "./edit.ts"
import {
  aboveOf,
  type Collection,
  columnOf,
  endOf,
  isFilled,
  type Item,
  itemAt,
  lineEnd,
  nodeAt,
  startOf,
} from "./place.ts"
import { removal } from "./removal.ts"
import { type Comment, renderFlow, renderItem, renderPair } from "./render.ts"
import type { Splice, Uncut } from "./splice.ts"

/** Where an edit cuts; undefined where there is no such place. */
export function spliceFor(input: Uncut, edit: Edit): Splice | undefined {
  const { root, yaml } = input
  if (edit.do === "remove") return removal(input, edit.path, edit.withComment)
  if (edit.do === "set") {
    const comment = { below: [], lines: edit.comment ?? [] }
    return setting(input, edit.path, edit.value, comment)
  }
  const list = nodeAt(root, edit.path, yaml)
  return yaml.isSeq(list) && isFilled(list, yaml)
    ? appended(input, list, (column) => renderItem(edit.value, column, yaml), [
        edit.value,
      ])
    : setting(input, edit.path, [edit.value])
}

function setting(
  input: Uncut,
  path: Path,
  value: unknown,
  comment?: Comment,
): Splice | undefined {
  const { root, text, yaml } = input
  const key = path.at(-1)
  if (typeof key !== "string") return undefined
  const above = path.slice(0, -1)
  const table = nodeAt(root, above, yaml)
  if (yaml.isMap(table) && isFilled(table, yaml)) {
    const old = itemAt(table, key, yaml)
    if (old !== undefined)
      return replaced(input, table, old, key, { comment, value })
    const pair = (column: number) =>
      renderPair(key, value, column, yaml, comment)
    return appended(input, table, pair, { [key]: value })
  }
  if (above.length > 0) {
    const deeper = comment && { ...comment, below: [key, ...comment.below] }
    return setting(input, above, { [key]: value }, deeper)
  }
  const pair = renderPair(key, value, 0, yaml, comment)
  if (yaml.isMap(root)) {
    return {
      from: startOf(root as Item, yaml),
      insert: pair,
      to: endOf(root as Item, text, yaml),
    }
  }
  const gap = text === "" || text.endsWith("\n") ? "" : "\n"
  return { from: text.length, insert: `${gap}${pair}\n`, to: text.length }
}

/** A list or table with something in it gets one thing more, as its last. */
function appended(
  { text, yaml }: Uncut,
  collection: Collection,
  render: (column: number) => string,
  alone: unknown,
): Splice {
  const last = endOf(collection.items.at(-1) as Item, text, yaml)
  if (collection.flow === true) {
    return { from: last, insert: `, ${bare(alone, yaml)}`, to: last }
  }
  const column = columnOf(text, startOf(collection as Item, yaml))
  const at = lineEnd(text, last)
  const insert = `\n${" ".repeat(column)}${render(column)}`
  return { from: at, insert, to: at }
}

function replaced(
  { text, yaml }: Uncut,
  table: Collection,
  old: Item,
  key: string,
  by: { readonly comment: Comment | undefined; readonly value: unknown },
): Splice {
  const { value } = by
  const from = startOf(old, yaml)
  const to = endOf(old, text, yaml)
  if (table.flow === true) {
    return { from, insert: bare({ [key]: value }, yaml), to }
  }
  const was = yaml.isPair(old) ? old.value : undefined
  if (yaml.isScalar(was) && was.value !== null && typeof value !== "object") {
    return { from: was.range?.[0] ?? to, insert: renderFlow(value, yaml), to }
  }
  const pair = renderPair(key, value, columnOf(text, from), yaml, by.comment)
  if (by.comment?.below.length === 0 && by.comment.lines.length > 0) {
    // The old comment was about the old value.
    const above = aboveOf(text, from)
    const indent = " ".repeat(columnOf(text, from))
    return { from: above, insert: `${indent}${pair}`, to }
  }
  const [first, ...rest] = pair.split("\n")
  // What stands behind the old value on its line is about the key.
  const comment = text.slice(from, to).includes("\n")
    ? ""
    : text.slice(to, lineEnd(text, to))
  return {
    from,
    insert: [`${first}${comment}`, ...rest].join("\n"),
    to: to + comment.length,
  }
}

/** A list's or table's inside, as it stands between brackets. */
function bare(value: unknown, yaml: Uncut["yaml"]): string {
  return renderFlow(value, yaml).slice(1, -1).trim()
}
