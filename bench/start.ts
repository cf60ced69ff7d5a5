import { spawnSync } from "node:child_process"
import { join } from "node:path"
import { type Benchmark, row } from "./benchmark.ts"

const bin = join(import.meta.dirname, "..", "bin", "run.js")
const warmUps = 2
const runs = 15

const bare = ["-e", "0"]
const cases = [
  ["--version", [bin, "--version"]],
  ["--help", [bin, "--help"]],
  ["deploy --help", [bin, "deploy", "--help"]],
] as const

/** Cold start: what stands between Enter and the first word. */
export const start: Benchmark = {
  name: "start",
  async run() {
    const times = new Map<string, number[]>()
    const all = [["node -e 0", bare], ...cases] as const
    // In turn, so that a busy machine is busy for all of them.
    for (let turn = 0; turn < warmUps + runs; turn += 1) {
      for (const [name, words] of all) {
        const seconds = timeOf(words)
        if (turn < warmUps) continue
        times.set(name, [...(times.get(name) ?? []), seconds])
      }
    }
    const name = "node -e 0"
    const peer = { name, values: times.get(name) ?? [] }
    return cases.map(([ours]) => row(ours, times.get(ours) ?? [], peer, "ms"))
  },
}

/** Milliseconds. */
function timeOf(words: readonly string[]): number {
  const begun = performance.now()
  const env = { ...process.env, NO_COLOR: "1" }
  const { status } = spawnSync(process.execPath, words, { env })
  if (status !== 0) throw new Error(`${words.join(" ")} exited ${status}`)
  return performance.now() - begun
}
