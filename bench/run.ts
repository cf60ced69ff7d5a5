import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { table } from "../src/output/table.ts"
import { LabMissing } from "../test/lab/problem.ts"
import type { Row } from "./benchmark.ts"
import { deploy } from "./deploy.ts"
import { heavy } from "./heavy.ts"
import { peers } from "./peers.ts"
import { start } from "./start.ts"

// `npm run bench [-- NAME …]`: ours and the peers in turn, a table of ratios,
// and bench/results/NAME.json.
const benchmarks = [deploy, heavy, peers, start]
const names = process.argv.slice(2)
const known = benchmarks.map(({ name }) => name)
const unknown = names.filter((name) => !known.includes(name))
if (unknown.length > 0) {
  console.error(
    `no benchmark ${unknown.join(", ")}; there are: ${known.join(", ")}`,
  )
  process.exit(2)
}
await import("../build/build.ts")
for (const { name, run } of benchmarks) {
  if (names.length > 0 && !names.includes(name)) continue
  const rows = await run().catch(skipped)
  if (typeof rows === "string") {
    console.log(`${name}: skipped, ${rows}`)
    continue
  }
  console.log(`${name}\n${table(rows.map(cells), { indent: "  " })}`)
  const folder = join(import.meta.dirname, "results")
  await mkdir(folder, { recursive: true })
  const text = `${JSON.stringify(rows, null, 2)}\n`
  await writeFile(join(folder, `${name}.json`), text)
}

/** Why a benchmark can't run here. */
function skipped(error: unknown): string {
  if (error instanceof LabMissing) return error.message
  throw error
}

function cells(row: Row): readonly string[] {
  const { ours, peer, ratio, theirs, unit } = row
  const times = `${ours} ${unit}`.trimEnd()
  return [
    row.case,
    times,
    `${peer}: ${theirs} ${unit}`.trimEnd(),
    `${ratio} times`,
  ]
}
