import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { run } from "../../src/process.ts"
import { filesUnder, root } from "../tree.ts"

const folders = [".ci", "bench", "bin", "build", "docs", "hosts", "nix", "src"]
const tops = ["CHANGELOG.md", "README.md", "vitest.config.ts"]

/** Recordings are kept as they were; nothing of them is ours to format. */
const foreign = /(^|\/)fixtures\/|\.lock$|lock\.json$/u

/** Our own text files with one of these endings, sorted. */
export async function sources(
  ...endings: readonly string[]
): Promise<readonly string[]> {
  const found = await Promise.all(
    [...folders, "test"].map((folder) => filesUnder(folder, ...endings)),
  )
  const top = tops.filter((file) => endings.some((end) => file.endsWith(end)))
  const files = [...found.flat(), ...top].filter((file) => !foreign.test(file))
  return withoutIgnored(files)
}

/** A file's lines; none if it has just gone. */
export async function linesOf(file: string): Promise<readonly string[]> {
  const text = await readFile(join(root, file), "utf8").catch(() => "")
  return text.split("\n")
}

/** What git ignores is built, not written; without git, nothing is. */
async function withoutIgnored(
  files: readonly string[],
): Promise<readonly string[]> {
  const ran = await run(["git", "check-ignore", "--stdin"], {
    cwd: root,
    deadline: 20,
    stdin: files.join("\n"),
  })
  const ignored = new Set(ran.stdout.split("\n"))
  return files.filter((file) => !ignored.has(file))
}
