import { join } from "node:path"
import { stripVTControlCharacters } from "node:util"
import { run } from "../../src/process.ts"
import { root } from "../tree.ts"
import type { Check } from "./check.ts"

const deadline = 120

/** A check that is a program of node_modules; it fails when that does. */
export function tool(name: string, program: string, ...words: string[]): Check {
  return {
    name,
    async run() {
      const file = join(root, "node_modules", ".bin", program)
      const environment = { ...process.env, NO_COLOR: "1" }
      const ran = await run([file, ...words], {
        cwd: root,
        deadline,
        environment,
      })
      if (ran.exit === 0) return { how: "ok" }
      const text = stripVTControlCharacters(`${ran.stdout}\n${ran.stderr}`)
      const lines = text.split("\n").map((line) => line.trimEnd())
      const findings = lines.filter((line) => line !== "")
      return {
        findings: [...findings, `${program}: ${end(ran)}`],
        how: "failed",
      }
    },
  }
}

function end(ran: { why: string; exit: number | undefined }): string {
  return ran.exit === undefined ? ran.why : `exit ${ran.exit}`
}
