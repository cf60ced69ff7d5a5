import type { Path } from "../read/source.ts"
import {
  aboveOf,
  endOf,
  isFilled,
  type Item,
  itemAt,
  lineStart,
  nodeAt,
  startOf,
} from "./place.ts"
import type { Splice, Uncut } from "./splice.ts"

/**
 * Takes an item out by its lines. One that is alone takes its list or table
 * with it, since a key without a value says null.
 */
export function removal(
  input: Uncut,
  path: Path,
  withComment = false,
): Splice | undefined {
  const { root, text, yaml } = input
  const step = path.at(-1)
  if (step === undefined) {
    if (!yaml.isNode(root)) return undefined
    const from = startOf(root as Item, yaml)
    return { from, insert: "{}", to: endOf(root as Item, text, yaml) }
  }
  const around = nodeAt(root, path.slice(0, -1), yaml)
  if (!isFilled(around, yaml)) return undefined
  const item = itemAt(around, step, yaml)
  if (item === undefined) return undefined
  if (around.items.length === 1) return removal(input, path.slice(0, -1))
  if (around.flow !== true) {
    const start = startOf(item, yaml)
    const from = withComment ? aboveOf(text, start) : lineStart(text, start)
    const to = text.indexOf("\n", endOf(item, text, yaml)) + 1
    return { from, insert: "", to: to === 0 ? text.length : to }
  }
  const items = around.items as Item[]
  const next = items[items.indexOf(item) + 1]
  const previous = items[items.indexOf(item) - 1]
  if (next !== undefined) {
    return { from: startOf(item, yaml), insert: "", to: startOf(next, yaml) }
  }
  if (previous === undefined) return undefined
  const from = endOf(previous, text, yaml)
  return { from, insert: "", to: endOf(item, text, yaml) }
}
