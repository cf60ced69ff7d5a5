import { spawn } from "node:child_process"
import { once } from "node:events"
import { readFile, rm, writeFile } from "node:fs/promises"
import { join, resolve } from "node:path"
import { parseArgs } from "node:util"
import { root } from "./tree.ts"

// `npm run soak [-- --rounds N --log FILE --cells WORDS]`: every cell of the
// fault matrix, round after round. The log has a line for each; it is the
// result, and ends with how many came out as stated.
const { values } = parseArgs({
  options: {
    cells: { type: "string" },
    log: { default: ".cache/soak.log", type: "string" },
    rounds: { default: "1", type: "string" },
  },
})
const rounds = Number(values.rounds)
if (!Number.isInteger(rounds) || rounds < 1)
  throw new Error(`--rounds takes a whole number, not ${values.rounds}`)
await import("./build.ts")
const file = resolve(root, values.log)
await rm(file, { force: true })
const vitest = join(root, "node_modules", ".bin", "vitest")
const words = ["run", "--project", "matrix"]
const only = values.cells === undefined ? [] : ["-t", values.cells]
for (let round = 1; round <= rounds; round += 1) {
  const began = new Date().toISOString().slice(0, 19)
  await add(`round ${round} of ${rounds}, ${began}Z`)
  const env = { ...process.env, SDOPS_SOAK_LOG: file }
  const child = spawn(vitest, [...words, ...only], { env, stdio: "inherit" })
  await once(child, "exit")
}
const lines = (await readFile(file, "utf8")).split("\n")
const cells = lines.filter((line) => line.endsWith(" s)"))
const good = cells.filter((line) => line.includes(": as stated ("))
await add(`${good.length} of ${cells.length} cells came out as stated`)
process.exitCode = good.length === cells.length ? 0 : 1

async function add(line: string): Promise<void> {
  await writeFile(file, `${line}\n`, { flag: "a" })
}
