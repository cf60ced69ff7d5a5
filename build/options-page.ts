import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import type { Table } from "./option-table/table.ts"
import type { Row } from "./option-table/row.ts"

const page = "docs/options.md"
const tables = {
  comfyui: "nix/data/comfyui-options.json",
  "stable-diffusion-webui": "nix/data/webui-options.json",
}

const head = `# Options of the apps

<!-- Written by build/options-page.ts from nix/data/*-options.json. -->

What \`services.<app>.options\` takes, in a host's file and in Nix: one option
per argument, and one choice per set of arguments that exclude each other. The
rest is in [Apps](apps.md).
`

const says: Readonly<Record<string, string>> = {
  flag: "true or false",
  float: "a number",
  floats: "a list of numbers",
  int: "a whole number",
  list: "a list of texts",
  "optional-int": "true, false or a whole number",
  "optional-string": "true, false or text",
  path: "an absolute path",
  paths: "a list of absolute paths",
  repeated: "a list of texts, an argument each",
  string: "text",
}

/** The page of the tables below a folder. */
export async function optionsPage(root: string): Promise<string> {
  const parts = await Promise.all(
    Object.entries(tables).map(async ([app, file]) => {
      const text = await readFile(join(root, file), "utf8")
      return section(app, JSON.parse(text) as Table)
    }),
  )
  return [head, ...parts].join("\n")
}

function section(app: string, table: Table): string {
  const from = table.sources
    .map(({ commit, version }) => `${version} (${commit.slice(0, 12)})`)
    .join(",\n")
  const origin =
    from === ""
      ? `Typed by hand from ${table.file} of\n${table.repository}.`
      : `From ${table.file} of ${table.repository},\n${from}.`
  const choices = Object.entries(table.choices).map(([name, values]) => [
    code(name),
    Object.entries(values)
      .map(([value, argument]) => `${code(value)}: ${code(argument)}`)
      .join(", "),
  ])
  const options = Object.entries(table.options).map(([name, row]) => [
    code(name),
    takes(row),
    code(row.argument),
    remark(row),
  ])
  const elsewhere = Object.entries(table.elsewhere).map(([name, why]) => [
    code(name),
    why.startsWith("services.") || why.startsWith("options.") ? code(why) : why,
  ])
  return [
    `## ${app}\n\n${origin}\n`,
    `${grid(["choice", "values"], choices)}`,
    `${grid(["option", "takes", "argument", ""], options)}`,
    `Not included:\n\n${grid(["argument", "instead, or why"], elsewhere)}`,
  ].join("\n")
}

function takes({ type, values = [] }: Row): string {
  const words = values.map(code).join(", ")
  switch (type) {
    case "enum":
      return `one of ${words}`
    case "optional-enum":
      return `true, false or one of ${words}`
    case "log-outputs":
      return `true, false, or one or a list of ${words}, \`LEVEL /FILE\``
    case "several":
      return `a list of ${words}`
    default:
      return says[type] ?? type
  }
}

function remark({ after, group, older, until }: Row): string {
  return [
    group === undefined ? [] : [`short for \`${group}\``],
    after === undefined ? [] : [`after ${after}`],
    until === undefined ? [] : [`until ${until}`],
    older === undefined
      ? []
      : [`until ${older.until}: ${takes({ argument: "", ...older })}`],
  ]
    .flat()
    .join("; ")
}

function code(text: string): string {
  return `\`${text}\``
}

/** A Markdown table, padded as the formatter does. */
function grid(
  titles: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const widths = titles.map((title, at) =>
    Math.max(3, title.length, ...rows.map((row) => row[at]?.length ?? 0)),
  )
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell, at) => cell.padEnd(widths[at] ?? 0)).join(" | ")} |`
  const rule = widths.map((width) => "-".repeat(width))
  return `${[line(titles), line(rule), ...rows.map(line)].join("\n")}\n`
}

if (import.meta.main) {
  const root = join(import.meta.dirname, "..")
  await writeFile(join(root, page), await optionsPage(root))
}
