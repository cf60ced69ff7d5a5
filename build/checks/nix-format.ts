import { run } from "../../src/process.ts"
import { root } from "../tree.ts"
import { type Check, judged } from "./check.ts"
import { sources } from "./sources.ts"

/** Nix files as nixfmt writes them; neither npm nor Debian has it. */
export const nixFormat: Check = {
  name: "nix format",
  async run() {
    const there = await run(["nixfmt", "--version"], { deadline: 10 })
    if (there.exit !== 0) {
      return { because: "no nixfmt on PATH", how: "skipped" }
    }
    const files = await sources(".nix")
    // It counts no indentation: at 68, lines keep to 80 columns.
    const argv = ["nixfmt", "--check", "--width=68", ...files] as const
    const ran = await run(argv, { cwd: root, deadline: 60 })
    const lines = `${ran.stdout}${ran.stderr}`.split("\n")
    return ran.exit === 0 ? { how: "ok" } : judged(lines.filter(Boolean))
  },
}
