import { mkdir, readFile, rm } from "node:fs/promises"
import { dirname, join } from "node:path"
import { spawn } from "node:child_process"
import { once } from "node:events"
import { root } from "./tree.ts"

export type Tally = {
  readonly failed: number
  readonly passed: number
  readonly skipped: number
}

export type Lane = "lab" | "matrix" | "unit"

const vitest = join(root, "node_modules", ".bin", "vitest")

/** Runs a lane of the tests, showing it; a filter is passed on to vitest. */
export async function runLane(
  lane: Lane,
  filter: readonly string[],
): Promise<Tally> {
  const file = join(root, ".cache", "test", `${lane}.json`)
  await mkdir(dirname(file), { recursive: true })
  await rm(file, { force: true })
  const words = ["run", "--project", lane, "--passWithNoTests", ...filter]
  const report = ["--reporter=default", "--reporter=json"]
  const child = spawn(vitest, [...words, ...report, `--outputFile=${file}`], {
    cwd: root,
    stdio: "inherit",
  })
  const [exit] = (await once(child, "exit")) as [number | null]
  const counted = await count(file)
  // A file that doesn't even load counts no failed test.
  if (exit === 0 || counted.failed > 0) return counted
  return { ...counted, failed: 1 }
}

/** How many tests a lane has, none of which is run. */
export async function countLane(
  lane: Lane,
  filter: readonly string[],
): Promise<number> {
  const words = ["list", "--project", lane, "--json", ...filter]
  const child = spawn(vitest, words, {
    cwd: root,
    stdio: ["ignore", "pipe", "ignore"],
  })
  const text = (await child.stdout.toArray()).join("")
  const start = text.indexOf("[")
  if (start < 0) return 0
  const tests: unknown = JSON.parse(text.slice(start))
  return Array.isArray(tests) ? tests.length : 0
}

async function count(file: string): Promise<Tally> {
  const text = await readFile(file, "utf8").catch(() => "{}")
  const report = JSON.parse(text) as Record<string, number | undefined>
  return {
    failed: report["numFailedTests"] ?? 0,
    passed: report["numPassedTests"] ?? 0,
    skipped: (report["numPendingTests"] ?? 0) + (report["numTodoTests"] ?? 0),
  }
}
