import { installed } from "../installed.ts"
import { run } from "../../src/process.ts"
import { root } from "../tree.ts"
import { type Check, judged } from "./check.ts"
import { linesOf, sources } from "./sources.ts"

/** Scripts that run on hosts are POSIX sh: there is no bash there. */
export const shell: Check = {
  name: "shellcheck",
  async run() {
    const files = await sources(".sh")
    if (files.length === 0) return { how: "ok" }
    if (!(await installed("shellcheck", "shellcheck"))) {
      return { because: "shellcheck is not installed", how: "skipped" }
    }
    const bash = await Promise.all(files.map(isBash))
    const of = (wanted: boolean) => files.filter((_, at) => bash[at] === wanted)
    const found = [
      await problems("sh", of(false)),
      await problems("bash", of(true)),
    ]
    return judged(found.flat())
  },
}

/** Only stand-ins for programs that are bash on NixOS too may be bash. */
async function isBash(file: string): Promise<boolean> {
  const [first = ""] = await linesOf(file)
  return file.startsWith("test/standins/") && /^#.*\bbash\b/u.test(first)
}

async function problems(
  dialect: "bash" | "sh",
  files: readonly string[],
): Promise<readonly string[]> {
  if (files.length === 0) return []
  const argv = ["shellcheck", "-s", dialect, "-f", "gcc", ...files] as const
  const ran = await run(argv, { cwd: root, deadline: 60 })
  if (ran.exit === 0) return []
  const lines = `${ran.stdout}${ran.stderr}`.split("\n")
  return lines.filter((line) => line !== "")
}
