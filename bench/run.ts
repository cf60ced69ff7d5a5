import { mkdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { table } from "../src/output/table.ts"
import type { Row } from "./benchmark.ts"
import { start } from "./start.ts"

// `npm run bench [-- NAME …]`: ours and the peers in turn, a table of ratios,
// and bench/results/NAME.json.
const benchmarks = [start]
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
  const rows = await run()
  console.log(`${name}\n${table(rows.map(cells), { indent: "  " })}`)
  const folder = join(import.meta.dirname, "results")
  await mkdir(folder, { recursive: true })
  const text = `${JSON.stringify(rows, null, 2)}\n`
  await writeFile(join(folder, `${name}.json`), text)
}

function cells(row: Row): readonly string[] {
  const { ours, peer, ratio, theirs, unit } = row
  const times = `${ours} ${unit}`
  return [row.case, times, `${peer}: ${theirs} ${unit}`, `${ratio} times`]
}
