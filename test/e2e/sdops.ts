import { spawn } from "node:child_process"
import { join } from "node:path"
import type {
  DeployResult,
  HostResult,
} from "../../src/deploy/outcome/result.ts"
import type { LabFleet } from "../lab/fleet.ts"

/** The built program. */
export const entry = join(import.meta.dirname, "..", "..", "bin", "run.js")

export type SdopsRun = {
  readonly exit: number | undefined
  readonly signal: string | undefined
  readonly stdout: string
  readonly stderr: string
}

export type SdopsOptions = {
  readonly environment?: Readonly<Record<string, string>>
  /** Sees each line of stderr as it comes, with a way to kill sdops. */
  readonly onLine?: (
    line: string,
    kill: (signal: NodeJS.Signals) => void,
  ) => void
  /** The same of stdout. */
  readonly onOut?: SdopsOptions["onLine"]
}

/**
 * Runs the built program as a user without a terminal would. Deadlines are
 * short by default: a test that waits for one of them says so.
 */
export async function sdops(
  fleet: Pick<LabFleet, "environment">,
  words: readonly string[],
  options: SdopsOptions = {},
): Promise<SdopsRun> {
  const child = spawn(process.execPath, [entry, ...words], {
    env: {
      HOME: process.env["HOME"],
      PATH: process.env["PATH"],
      ...fleet.environment,
      ...options.environment,
    },
    stdio: ["ignore", "pipe", "pipe"],
  })
  let stdout = ""
  let stderr = ""
  const kill = (signal: NodeJS.Signals) => child.kill(signal)
  const outLines = byLine((line) => options.onOut?.(line, kill))
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text
    outLines(text)
  })
  const errorLines = byLine((line) => options.onLine?.(line, kill))
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text
    errorLines(text)
  })
  return new Promise((resolve, reject) => {
    child.on("error", reject)
    child.on("close", (exit, signal) =>
      resolve({
        exit: exit ?? undefined,
        signal: signal ?? undefined,
        stderr,
        stdout,
      }),
    )
  })
}

/** Text as it comes, as whole lines. */
function byLine(told: (line: string) => void): (text: string) => void {
  let rest = ""
  return (text) => {
    const lines = (rest + text).split("\n")
    rest = lines.pop() ?? ""
    for (const line of lines) told(line)
  }
}

/** The result of a run with `--json`, whole. */
export function resultOf(run: SdopsRun): DeployResult {
  try {
    const result = JSON.parse(run.stdout) as DeployResult
    if (Array.isArray(result.hosts)) return result
  } catch {
    // Told below, as a document without hosts is.
  }
  throw new Error(`no result on stdout:\n${run.stdout}\n${run.stderr}`)
}

/** Deploys one host with `--yes --json`; its result and the run. */
export async function deployed(
  fleet: LabFleet,
  host: string,
  flags: readonly string[] = [],
  options: SdopsOptions = {},
): Promise<HostResult & { readonly run: SdopsRun }> {
  const words = ["deploy", host, "--yes", "--json", ...flags]
  const run = await sdops(fleet, words, options)
  const [result] = resultOf(run).hosts
  if (result === undefined) throw new Error(`no host in ${run.stdout}`)
  return { ...result, run }
}
