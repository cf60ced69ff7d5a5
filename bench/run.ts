import { mkdir, readFile, writeFile } from "node:fs/promises"
import { register } from "node:module"
import { join } from "node:path"
import { table } from "../src/output/table.ts"
import { LabMissing } from "../test/lab/problem.ts"
import type { Row } from "./benchmark.ts"
import { choose } from "./choose.ts"
import { cells, merged } from "./rows.ts"

// `npm run bench [-- NAME … CASE …]`: ours and the peers in turn, a table of
// ratios, and bench/results/NAME.json.
register("./host-scripts.ts", import.meta.url)
const { benchmarks } = await import("./benchmarks.ts")
const chosen = choose(process.argv.slice(2), benchmarks)
if (typeof chosen === "string") {
  console.error(chosen)
  process.exit(2)
}
await import("../build/build.ts")
const folder = join(import.meta.dirname, "results")
await mkdir(folder, { recursive: true })
for (const { benchmark, cases, whole } of chosen) {
  const { name, run } = benchmark
  const rows = await run(cases).catch(skipped)
  if (typeof rows === "string") {
    console.log(`${name}: skipped, ${rows}`)
    continue
  }
  console.log(`${name}\n${table(cells(rows), { indent: "  " })}`)
  const file = join(folder, `${name}.json`)
  const old = whole ? [] : await kept(file)
  const text = `${JSON.stringify(merged(old, rows), null, 2)}\n`
  await writeFile(file, text)
}

/** Why a benchmark can't run here. */
function skipped(error: unknown): string {
  if (error instanceof LabMissing) return error.message
  throw error
}

async function kept(file: string): Promise<readonly Row[]> {
  return JSON.parse(await readFile(file, "utf8").catch(() => "[]"))
}
