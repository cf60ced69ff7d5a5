import { type Check, judged } from "./check.ts"
import { linesOf, sources } from "./sources.ts"

/** The first that matches holds. */
const limits: readonly (readonly [pattern: RegExp, lines: number])[] = [
  [/^src\/commands\//u, 64],
  [/^README\.md$/u, 250],
  [/\.(js|nix|sh|ts)$/u, 250],
]

/** A longer file is two nouns in one; a command only calls a use case. */
export const length: Check = {
  name: "file length",
  async run() {
    const files = await sources(".js", ".nix", ".sh", ".ts", "README.md")
    const found = await Promise.all(files.map(tooLong))
    return judged(found.flat())
  },
}

async function tooLong(file: string): Promise<readonly string[]> {
  const limit = limits.find(([pattern]) => pattern.test(file))?.[1]
  const count = (await linesOf(file)).length - 1
  if (limit === undefined || count <= limit) return []
  return [`${file}: ${count} lines, at most ${limit}`]
}
