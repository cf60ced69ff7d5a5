import { type Check, judged } from "./check.ts"
import { linesOf, sources } from "./sources.ts"

/** The one file that writes on stdout and stderr, stripping what it writes. */
const writer = "src/output/screen.ts"

const writes =
  /\b(?:std(?:out|err)|stream|output)\.(?:write|end)\(|\bwriteSync\(|\bconsole\.\w|\bthis\.(?:log|logToStderr)\(/u

/** What a host or a server said reaches a terminal by one way only. */
export const streams: Check = {
  name: "streams",
  async run() {
    const files = (await sources(".ts")).filter(
      (file) => file.startsWith("src/") && file !== writer,
    )
    const found = await Promise.all(files.map(writingIn))
    return judged(found.flat())
  },
}

async function writingIn(file: string): Promise<readonly string[]> {
  const lines = await linesOf(file)
  return lines.flatMap((line, index) =>
    writes.test(line)
      ? [`${file}:${index + 1}: only ${writer} writes on streams`]
      : [],
  )
}
