import { wrap } from "../../src/output/wrap.ts"
import {
  described,
  type Described,
  example,
  type Flag,
  meaning,
  own,
  shared,
  spoken,
  usage,
  written,
} from "./manifest.ts"

/** The text of docs/reference.md. */
export async function referencePage(root: string): Promise<string> {
  const commands = await described(root)
  const head = wrap(
    "Every command with its arguments, flags and examples, from the program " +
      "itself; `sdops COMMAND --help` shows the same, and `man sdops` where " +
      "the package is installed. [Commands](commands.md) says what they are " +
      "for. `node build/reference.ts` writes this page.",
    80,
  ).join("\n")
  return [
    `# Reference\n\n${head}\n`,
    `## Flags of every command\n\n${flagTable(shared(commands))}\n`,
    ...commands.map(section),
  ].join("\n")
}

function section(command: Described): string {
  const { args, description, examples } = command
  const rows = Object.values(args).map(
    ({ description = "", name, options }) => [
      `\`${name.toUpperCase()}\``,
      options === undefined ? description : `${description} ${anyOf(options)}`,
    ],
  )
  const flags = own(command)
  const shown = examples.map((one) => folded(example(command, one))).join("\n")
  return [
    `## ${spoken(command)}`,
    wrap(description, 80).join("\n"),
    `\`\`\`text\n${folded(usage(command))}\n\`\`\``,
    ...(rows.length === 0 ? [] : [table(["argument", "is"], rows)]),
    ...(flags.length === 0 ? [] : [flagTable(flags)]),
    `\`\`\`text\n${shown}\n\`\`\`\n`,
  ].join("\n\n")
}

/** A command line that goes on in the next line where it is long. */
function folded(line: string): string {
  const lines = [""]
  for (const word of line.split(" ")) {
    const last = lines.at(-1) ?? ""
    if (last.length + word.length > 76) lines.push(`  ${word}`)
    else lines[lines.length - 1] = last === "" ? word : `${last} ${word}`
  }
  return lines.join(" \\\n")
}

function anyOf(options: readonly string[]): string {
  return options.map((option) => `\`${option}\``).join(", ")
}

function flagTable(flags: readonly Flag[]): string {
  const rows = flags.map((flag) => [`\`${written(flag)}\``, meaning(flag)])
  return table(["flag", "does"], rows)
}

/** As oxfmt aligns it. */
function table(
  head: readonly string[],
  rows: readonly (readonly string[])[],
): string {
  const all = [head, ...rows].map((row) =>
    row.map((cell) => cell.replaceAll("|", "\\|")),
  )
  const widths = head.map((_, at) =>
    Math.max(3, ...all.map((row) => [...(row[at] ?? "")].length)),
  )
  const line = (cells: readonly string[], fill = " ") => {
    const filled = widths.map((width, at) =>
      (cells[at] ?? "").padEnd(width, fill),
    )
    return `| ${filled.join(" | ")} |`
  }
  const [first = [], ...others] = all
  const rule = line(
    head.map(() => "-"),
    "-",
  )
  return [line(first), rule, ...others.map((row) => line(row))].join("\n")
}
