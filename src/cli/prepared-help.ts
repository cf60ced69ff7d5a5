import { readFileSync } from "node:fs"
import { join } from "node:path"
import { stripVTControlCharacters } from "node:util"

/** Pages by what is asked, such as `flake show`; with oclif's own colours. */
type Pages = Readonly<Record<string, string>>

/** What pages and `--version` say where the program says what it runs on. */
export const runningOn = "@running-on@"

/**
 * The page that a command line asks for, as oclif prints it in 80 columns:
 * loading oclif takes three times as long as printing the page. In: the command
 * line. Out: undefined where oclif is needed: for whatever isn't just the
 * words of a command and `--help`, and on a terminal narrower than the pages.
 */
export function preparedHelp(argv: readonly string[]): string | undefined {
  const words = argv.length === 0 ? ["--help"] : argv
  const [asked, before] = [words.at(-1), words.slice(0, -1)]
  const { stdout } = process
  if (asked !== "--help" && asked !== "--version") return undefined
  if (stdout.isTTY && stdout.columns < 80) return undefined
  const page = pages()[asked === "--help" ? before.join(" ") : words.join(" ")]
  const { arch, platform, version } = process
  const text = page?.replace(runningOn, `${platform}-${arch} node-${version}`)
  const colours = stdout.isTTY && stdout.hasColors()
  return text && !colours ? stripVTControlCharacters(text) : text
}

/** Made by the build; none beside a program that was never bundled. */
function pages(): Pages {
  try {
    const file = join(import.meta.dirname, "help.json")
    return JSON.parse(readFileSync(file, "utf8")) as Pages
  } catch {
    return {}
  }
}
