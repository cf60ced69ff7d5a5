import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { topics } from "../../src/cli/topics.ts"
import {
  described,
  type Described,
  example,
  type Flag,
  meaning,
  own,
  shared,
  usage,
  written,
} from "./manifest.ts"

/** Pages of `sdops help` that a manual has under a name of its own. */
const headings: Readonly<Record<string, string>> = {
  environment: "ENVIRONMENT",
  "exit-codes": "EXIT STATUS",
  hosts: "NAMING HOSTS",
  recovery: "RECOVERY",
}

/** The manual as roff, for `man sdops`. Source of its macros: man(7). */
export async function manPage(root: string): Promise<string> {
  const text = await readFile(join(root, "package.json"), "utf8")
  const { description, version } = JSON.parse(text) as {
    readonly description: string
    readonly version: string
  }
  const commands = await described(root)
  const lines = [
    `.TH SDOPS 1 "" "sdops ${version}" "sdops manual"`,
    ".SH NAME",
    `sdops \\- ${plain(description.replace(/^./, (one) => one.toLowerCase()))}`,
    ".SH SYNOPSIS",
    ".B sdops",
    plain("COMMAND [ARGUMENTS] [FLAGS]"),
    ".SH COMMANDS",
    ...commands.flatMap(commandLines),
    ".SH FLAGS OF EVERY COMMAND",
    ...shared(commands).flatMap(flagLines),
    ...topics.flatMap(({ name, text }) => {
      const heading = headings[name]
      if (heading === undefined) return []
      return [`.SH ${heading}`, ...verbatim(text(72).split("\n"))]
    }),
  ]
  return `${lines.join("\n")}\n`
}

function commandLines(command: Described): string[] {
  const examples = command.examples.map((one) => example(command, one))
  return [
    `.SS ${plain(usage(command))}`,
    plain(command.description),
    ...Object.values(command.args).flatMap(({ description = "", name }) => [
      ".TP",
      `.I ${plain(name.toUpperCase())}`,
      plain(description),
    ]),
    ...own(command).flatMap(flagLines),
    ".PP",
    "Examples:",
    ...verbatim(examples),
  ]
}

function flagLines(flag: Flag): string[] {
  return [".TP", `.B ${plain(written(flag))}`, plain(meaning(flag))]
}

/** Lines as they are, indented. */
function verbatim(lines: readonly string[]): string[] {
  return [".PP", ".RS 4", ".nf", ...lines.map(plain), ".fi", ".RE"]
}

/** Text that roff takes for nothing else. Source: groff_man_style(7). */
function plain(text: string): string {
  return text
    .replaceAll("\\", "\\e")
    .replaceAll("-", "\\-")
    .replaceAll("…", "...")
    .replaceAll("→", "\\(->")
    .replaceAll("–", "\\(en")
    .replace(/^[.']/, "\\&$&")
}
