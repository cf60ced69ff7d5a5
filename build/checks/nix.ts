import { readFile } from "node:fs/promises"
import { join } from "node:path"
import pMap from "p-map"
import { run } from "../../src/process.ts"
import { root } from "../tree.ts"
import { type Check, judged } from "./check.ts"
import { nixInstantiate } from "./nix-program.ts"
import { sources } from "./sources.ts"

/** Every Nix file parses, by the real Nix. */
export const nix: Check = {
  name: "nix parse",
  async run() {
    const files = await sources(".nix")
    const found = await nixInstantiate()
    if (found.how === "skipped") return found
    const parse = (file: string) => problemsOf(file, found.argv)
    return judged((await pMap(files, parse, { concurrency: 2 })).flat())
  },
}

async function problemsOf(
  file: string,
  program: readonly [string, ...string[]],
): Promise<readonly string[]> {
  const stdin = await readFile(join(root, file))
  const argv = [...program, "--parse", "-"] as const
  const ran = await run(argv, { deadline: 30, stdin })
  if (ran.exit === 0) return []
  const lines = ran.stderr.split("\n").filter((line) => line.trim() !== "")
  return [`${file}: does not parse`, ...lines]
}
