import type { Document } from "yaml"
import { inspect } from "./inspect.ts"
import type { Problem } from "./problem.ts"
import { sayUnusable, sayYaml } from "./say-yaml.ts"
import { type Path, type Source, sayPath } from "./source.ts"

type Yaml = typeof import("yaml")

export type Parsed =
  | { readonly source: Source; readonly problems?: undefined }
  | { readonly source?: undefined; readonly problems: readonly Problem[] }

/**
 * One file's text to a source, or everything that keeps it from being one.
 * The caller hands over the yaml library, so that it is imported once.
 */
export function parse(file: string, text: string, yaml: Yaml): Parsed {
  try {
    const { document, place } = open(text, yaml)
    const said = [...document.errors, ...document.warnings]
      .slice(0, mostSyntax)
      .map((error) => ({
        message: `not YAML: ${sayYaml(error)}`,
        offset: error.pos[0],
        path: [],
      }))
    const findings = said.length > 0 ? said : inspect(document, yaml)
    if (findings.length === 0)
      return { source: sourceOf(file, text, document.toJS(), yaml) }
    return {
      problems: findings.map(({ message, offset, path }) => ({
        ...place(offset),
        file,
        message,
        path: sayPath(path),
      })),
    }
  } catch (error) {
    return { problems: [{ ...unreadable(error), column: 1, file, line: 1 }] }
  }
}

function open(text: string, yaml: Yaml) {
  const lines = new yaml.LineCounter()
  const document = yaml.parseDocument(text, {
    lineCounter: lines,
    prettyErrors: false,
    stringKeys: true,
    uniqueKeys: false,
  })
  return {
    document,
    place: (offset: number) => {
      const { line, col } = lines.linePos(offset)
      return { column: Math.max(col, 1), line: Math.max(line, 1) }
    },
  }
}

/**
 * Keeps the text only and parses it again when a place is asked for: to keep
 * the trees of a thousand sound files doubles the time to load them.
 */
function sourceOf(
  file: string,
  text: string,
  value: unknown,
  yaml: Yaml,
): Source {
  let opened: ReturnType<typeof open> | undefined
  return {
    file,
    problem: (path, message, at = "value") => {
      opened ??= open(text, yaml)
      const offset = offsetOf(opened.document, path, at, yaml)
      return { ...opened.place(offset), file, message, path: sayPath(path) }
    },
    value,
  }
}

/** Past the first few, they follow from one another. */
const mostSyntax = 3

/** Too many aliases, an alias of itself, or nesting past the stack. */
function unreadable(error: unknown): { path: string; message: string } {
  return { message: `not usable as YAML: ${sayUnusable(error)}`, path: "" }
}

function offsetOf(
  document: Document,
  path: Path,
  at: "key" | "value",
  yaml: Yaml,
): number {
  let node: unknown = document.contents
  let offset = yaml.isNode(node) ? (node.range?.[0] ?? 0) : 0
  for (const [index, step] of path.entries()) {
    if (yaml.isAlias(node)) node = node.resolve(document)
    const wantsKey = at === "key" && index === path.length - 1
    const next = below(node, step, wantsKey, yaml)
    if (next === undefined) return offset
    node = next
    if (yaml.isNode(next)) offset = next.range?.[0] ?? offset
  }
  return offset
}

function below(
  node: unknown,
  step: number | string,
  wantsKey: boolean,
  yaml: Yaml,
): unknown {
  if (yaml.isSeq(node)) return node.items[Number(step)]
  if (!yaml.isMap(node)) return undefined
  const pair = node.items.find(
    ({ key }) => yaml.isScalar(key) && String(key.value) === String(step),
  )
  return wantsKey || pair?.value === null ? pair?.key : pair?.value
}
