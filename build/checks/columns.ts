import stringWidth from "string-width"
import { type Check, judged } from "./check.ts"
import { linesOf, sources } from "./sources.ts"

const limit = 80
const endings = [".js", ".md", ".nix", ".sh", ".ts", ".yaml", ".yml"]

/** Design: 80 columns everywhere; tables and addresses aside. */
export const columns: Check = {
  name: "80 columns",
  async run() {
    const files = await sources(...endings)
    const found = await Promise.all(files.map(tooWide))
    return judged(found.flat())
  },
}

async function tooWide(file: string): Promise<readonly string[]> {
  const lines = await linesOf(file)
  return lines.flatMap((line, index) => {
    if (line.length <= limit && stringWidth(line) <= limit) return []
    if (excused(file, line)) return []
    return [`${file}:${index + 1}: ${stringWidth(line)} columns`]
  })
}

function excused(file: string, line: string): boolean {
  if (file.endsWith(".md") && line.trimStart().startsWith("|")) return true
  // The formatter leaves an import of one name on its line.
  if (/^import (type )?\{ \S+ \} from "/u.test(line)) return true
  // One word that can't be broken, such as an address, a hash or a store path.
  return /https?:\/\/\S{30}/u.test(line) || /\S{60}/u.test(line)
}
