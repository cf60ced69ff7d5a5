import prettyBytes from "pretty-bytes"
import type {
  ModelAdded,
  ModelList,
  ModelRemoved,
} from "../../models/result.ts"
import { table } from "../table.ts"
import type { Theme } from "../theme.ts"

export function modelAddedText(
  added: ModelAdded,
  theme: Theme,
  columns: number,
): string {
  const { changed, files, model, warnings } = added
  if (!changed) {
    return `${model.file} is already declared for ${added.hosts.join(", ")}`
  }
  const words = added["trained-words"]
  const rows = [
    ["file", `${model.file}, ${prettyBytes(added.size)}`],
    ["url", model.url],
    ["sha256", added.sha256],
    ...row("base model", added["base-model"]),
    ...row("licence", added.licence),
    ...row("trained words", words.length > 0 ? words.join(", ") : undefined),
    ...row("pickle", added.pickle),
    ["written to", files.join(", ")],
  ]
  return [
    `declared ${theme.strong(model.name)}`,
    table(rows, { columns, indent: "  " }),
    ...warnings.map((line) => `${theme.warn(theme.signs.warn)} ${line}`),
    `next: sdops models prefetch ${added.hosts.join(" ")}`,
  ].join("\n")
}

export function modelListText(
  { models }: ModelList,
  _: Theme,
  columns: number,
): string {
  if (models.length === 0) return "no model is declared"
  const rows = models.map(({ file, hosts, url }) => [
    file,
    hosts.join(" "),
    url,
  ])
  return table(rows, { columns })
}

export function modelRemovedText({ files, removed }: ModelRemoved): string {
  const names = removed.map(({ file }) => file).join(", ")
  return `removed ${names} from ${files.join(", ")}`
}

function row(name: string, value: string | undefined): string[][] {
  return value === undefined ? [] : [[name, value]]
}
