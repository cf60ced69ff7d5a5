import { isDeepStrictEqual } from "node:util"
import type { Document, ParsedNode } from "yaml"
import { applyEdit } from "./apply-edit.ts"
import type { Edit } from "./edit.ts"
import { spliceFor } from "./splice-for.ts"

type Yaml = typeof import("yaml")

/**
 * A YAML text with edits made by cutting and inserting lines, so that every
 * comment, order and quote elsewhere stays to the byte. What the text says
 * afterwards is read back: undefined when it isn't what the edits ask for,
 * as where the place is behind an alias.
 */
export function editYaml(
  text: string,
  edits: readonly Edit[],
  yaml: Yaml,
): string | undefined {
  let edited: string | undefined = text
  for (const edit of edits) {
    if (edited === undefined) return undefined
    edited = editOnce(edited, edit, yaml)
  }
  return edited
}

function editOnce(text: string, edit: Edit, yaml: Yaml): string | undefined {
  const document = read(text, yaml)
  const splice = spliceFor({ root: document.contents, text, yaml }, edit)
  if (splice === undefined) return undefined
  const { from, insert, to } = splice
  const eol = text.includes("\r\n") ? "\r\n" : "\n"
  const edited =
    text.slice(0, from) + insert.replaceAll("\n", eol) + text.slice(to)
  const wanted = applyEdit(document.toJS() as unknown, edit)
  const found = read(edited, yaml)
  const sound = found.errors.length === 0
  return sound && isDeepStrictEqual(found.toJS() ?? {}, wanted)
    ? edited
    : undefined
}

function read(text: string, yaml: Yaml): Document.Parsed<ParsedNode> {
  return yaml.parseDocument(text, { prettyErrors: false })
}
