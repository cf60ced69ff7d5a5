import { glob, readFile } from "node:fs/promises"
import { join } from "node:path"
import { root } from "../../cli/sdops.ts"

export type Printed = {
  /** One line, as a shell takes it. */
  readonly command: string
  /** The page that has it, from the checkout's folder. */
  readonly file: string
}

/** Made of each command's help, whose examples have a test of their own. */
const generated = ["docs/reference.md"]

/** Every command of sdops that README and docs have one type, page by page. */
export async function printedCommands(): Promise<readonly Printed[]> {
  const pages = await Array.fromAsync(glob("docs/**/*.md", { cwd: root }))
  const files = ["README.md", ...pages.toSorted()]
  const own = files.filter((file) => !generated.includes(file))
  const found = own.map(async (file) => {
    const text = await readFile(join(root, file), "utf8")
    return commandsIn(text).map((command) => ({ command, file }))
  })
  return (await Promise.all(found)).flat()
}

/**
 * The commands of a page's blocks: behind a prompt in `console`, as lines of
 * `sh`, and as steps of a workflow in `yaml`.
 */
export function commandsIn(page: string): readonly string[] {
  const blocks = page.matchAll(
    /^ *```(?<kind>console|sh|yaml)\n(?<body>[^]*?)^ *```$/gmu,
  )
  return [...blocks].flatMap(({ groups }) => {
    const { body = "", kind = "" } = groups ?? {}
    const whole = body.replaceAll(/ *\\\n */gu, " ")
    const line = lines[kind]
    if (line === undefined) return []
    return [...whole.matchAll(line)].map(([, command = ""]) => command)
  })
}

const lines: Readonly<Record<string, RegExp>> = {
  console: /^ *\$ (sdops .*)$/gmu,
  sh: /^ *(sdops .*)$/gmu,
  yaml: /^ *- run: (sdops .*)$/gmu,
}
