import { spawn } from "node:child_process"
import { once } from "node:events"
import { dirname, join } from "node:path"

export const root = dirname(dirname(import.meta.dirname))

export type Ended = {
  readonly exit: number | null
  readonly stderr: string
  readonly stdout: string
}

export type Options = {
  readonly cwd?: string
  readonly environment?: Readonly<Record<string, string>>
}

/** Makes the bundle what the sources are; quick when it is. */
export async function built(): Promise<void> {
  const build = join(root, "build", "build.ts")
  const child = spawn(process.execPath, [build], { stdio: "inherit" })
  const [exit] = (await once(child, "exit")) as [number | null]
  if (exit !== 0) throw new Error("the bundle could not be made")
}

/** Starts the built program without a terminal. */
export function start(words: readonly string[], options: Options = {}) {
  const { cwd, environment } = options
  return spawn(process.execPath, [join(root, "bin", "run.js"), ...words], {
    cwd: cwd ?? root,
    env: { HOME: "/nonexistent", PATH: process.env["PATH"], ...environment },
    stdio: ["ignore", "pipe", "pipe"],
  })
}

/**
 * Runs the built program to its end; one that would go on for ever gets a
 * Ctrl-C once it has said something.
 */
export async function sdops(
  words: readonly string[],
  options: Options = {},
): Promise<Ended> {
  const child = start(words, options)
  if (goesOn(words)) {
    const stop = (): void => {
      child.stdout.off("data", stop)
      child.stderr.off("data", stop)
      child.kill("SIGINT")
    }
    child.stdout.on("data", stop)
    child.stderr.on("data", stop)
  }
  return ended(child)
}

/** Whether a command would go on for ever. */
export function goesOn(words: readonly string[]): boolean {
  // A document has an end: with --json it is refused.
  const flags = words.includes("--json") ? [] : ["--watch", "-f", "-w"]
  return flags.some((flag) => words.includes(flag))
}

/** Waits for a started program. */
export async function ended(child: ReturnType<typeof start>): Promise<Ended> {
  const [stdout, stderr, [exit]] = await Promise.all([
    child.stdout.toArray(),
    child.stderr.toArray(),
    once(child, "exit") as Promise<[number | null]>,
  ])
  return { exit, stderr: stderr.join(""), stdout: stdout.join("") }
}
