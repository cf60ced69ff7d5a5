import prettyBytes from "pretty-bytes"
import type {
  ModelAdded,
  ModelList,
  ModelRemoved,
  ModelsAdopted,
  ModelsPrefetched,
  ModelsVerified,
} from "../../models/result.ts"
import { duration } from "../duration.ts"
import { sayFailure } from "./say-failure.ts"
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

const outcomes = {
  cached: "from a cache",
  fetched: "fetched",
  local: "from the file in its place",
  there: "already there",
} as const

export function modelsPrefetchedText(
  { hosts }: ModelsPrefetched,
  theme: Theme,
  columns: number,
): string {
  const parts = hosts.map(({ error, host, models }) => {
    const rows = models.map(({ bytes, file, outcome, seconds }) => [
      theme.good(theme.signs.good),
      file,
      `${prettyBytes(bytes)}, ${outcomes[outcome]}, ${duration(seconds)}`,
    ])
    const head = `${theme.strong(host)}  ${models.length} models in the store`
    const failed = error && sayFailure(error, theme, columns)
    return [head, table(rows, { columns, indent: "  " }), failed]
      .filter(Boolean)
      .join("\n")
  })
  return parts.join("\n\n")
}

export function modelsAdoptedText(
  { adopted, host, left }: ModelsAdopted,
  theme: Theme,
  columns: number,
): string {
  const rows = [
    ...adopted.map(({ file, url }) => [
      theme.good(theme.signs.good),
      file,
      url,
    ]),
    ...left.map(({ because, file }) => [
      theme.warn(theme.signs.warn),
      file,
      because,
    ]),
  ]
  const head = `${theme.strong(host)}  ${adopted.length} models declared`
  const next = `next: sdops models prefetch ${host}`
  return [head, table(rows, { columns, indent: "  " }), next]
    .filter((line) => line !== "")
    .join("\n")
}

const states = {
  changed: "has another content than declared",
  dangling: "is a link to nowhere",
  missing: "is missing",
  ok: "ok",
  other: "is another file; deployed before the declaration changed",
} as const

export function modelsVerifiedText(
  { hosts }: ModelsVerified,
  theme: Theme,
  columns: number,
): string {
  const parts = hosts.map(({ error, host, models }) => {
    const rows = models.map(({ file, is }) => [
      is === "ok" ? theme.good(theme.signs.good) : theme.bad(theme.signs.bad),
      file,
      states[is],
    ])
    const failed = error && sayFailure(error, theme, columns)
    const sound = models.filter(({ is }) => is === "ok").length
    const head = `${theme.strong(host)}  ${sound} of ${models.length} sound`
    return [head, table(rows, { columns, indent: "  " }), failed]
      .filter(Boolean)
      .join("\n")
  })
  return parts.join("\n\n")
}

function row(name: string, value: string | undefined): string[][] {
  return value === undefined ? [] : [[name, value]]
}
