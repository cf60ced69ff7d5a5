import { installed } from "../installed.ts"
import { run } from "../../src/process.ts"
import { root } from "../tree.ts"
import { type Check, judged } from "./check.ts"
import { sources } from "./sources.ts"

/** Scripts that run on hosts are POSIX sh: there is no bash there. */
export const shell: Check = {
  name: "shellcheck",
  async run() {
    const files = await sources(".sh")
    if (files.length === 0) return { how: "ok" }
    if (!(await installed("shellcheck", "shellcheck"))) {
      return { because: "shellcheck is not installed", how: "skipped" }
    }
    const words = ["-s", "sh", "-f", "gcc", ...files] as const
    const ran = await run(["shellcheck", ...words], { cwd: root, deadline: 60 })
    const findings = ran.stdout.split("\n").filter((line) => line !== "")
    return ran.exit === 0 ? { how: "ok" } : judged([...findings, ran.stderr])
  },
}
