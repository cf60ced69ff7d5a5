import type { Node, Pair, ParsedNode, YAMLMap, YAMLSeq } from "yaml"
import type { Path } from "../read/source.ts"

type Yaml = typeof import("yaml")
export type Collection = YAMLMap<ParsedNode, ParsedNode | null> | YAMLSeq
export type Item = ParsedNode | Pair<ParsedNode, ParsedNode | null>

/** The node at a path below another; undefined where the path ends early. */
export function nodeAt(node: unknown, path: Path, yaml: Yaml): unknown {
  const [step, ...rest] = path
  if (step === undefined) return node
  const next = yaml.isSeq(node)
    ? node.items[Number(step)]
    : yaml.isMap(node)
      ? itemAt(node as Collection, step, yaml)
      : undefined
  return nodeAt(yaml.isPair(next) ? next.value : next, rest, yaml)
}

/** The pair of a key, or the element of an index. */
export function itemAt(
  collection: Collection,
  step: number | string,
  yaml: Yaml,
): Item | undefined {
  const items = collection.items as Item[]
  if (yaml.isSeq(collection)) return items[Number(step)]
  return items.find(
    (pair) =>
      yaml.isPair(pair) && yaml.isScalar(pair.key) && pair.key.value === step,
  )
}

/** A collection that has something in it. */
export function isFilled(node: unknown, yaml: Yaml): node is Collection {
  return yaml.isCollection(node) && node.items.length > 0
}

/** Where an item begins: its key, its element, without dash or comma. */
export function startOf(item: Item, yaml: Yaml): number {
  return yaml.isPair(item) ? item.key.range[0] : item.range[0]
}

/** Where an item's own text ends, before its comment and line end. */
export function endOf(item: Item, text: string, yaml: Yaml): number {
  if (yaml.isPair(item)) {
    const { key, value } = item
    return value === null ? key.range[1] : endOf(value, text, yaml)
  }
  const last = isBlock(item, yaml) ? item.items.at(-1) : undefined
  if (last !== undefined) return endOf(last as Item, text, yaml)
  const end = item.range[1]
  return text.slice(0, end).trimEnd().length
}

function isBlock(node: Node, yaml: Yaml): node is Collection & ParsedNode {
  return yaml.isCollection(node) && node.flow !== true
}

/** How many characters are before a place in its line. */
export function columnOf(text: string, offset: number): number {
  return offset - lineStart(text, offset)
}

export function lineStart(text: string, offset: number): number {
  return text.lastIndexOf("\n", offset - 1) + 1
}

/** Before the end of a place's line, or of the text. */
export function lineEnd(text: string, offset: number): number {
  const end = text.indexOf("\n", offset)
  if (end === -1) return text.length
  return text[end - 1] === "\r" ? end - 1 : end
}

/** Where the comment begins that stands right above, as deep in its lines. */
export function aboveOf(text: string, start: number): number {
  let from = lineStart(text, start)
  const head = `${text.slice(from, start)}#`
  while (from > 0) {
    const line = lineStart(text, from - 1)
    if (!text.slice(line, from).startsWith(head)) break
    from = line
  }
  return from
}
