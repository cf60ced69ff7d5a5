import { spawn } from "node:child_process"
import { LabProblem } from "./problem.ts"

export type Ran = {
  /** 128 + signal where a signal ended it, as shells have it. */
  readonly exit: number
  readonly stdout: string
  readonly stderr: string
}

export type RunOptions = {
  readonly environment?: NodeJS.ProcessEnv | undefined
  readonly input?: string | undefined
  /** Seconds; past it the program is killed. */
  readonly deadline?: number | undefined
  /** Whether it goes on within a second where it has stopped itself. */
  readonly continued?: boolean | undefined
  /** What it says, as it says it. */
  readonly onData?: ((chunk: Buffer, stream: Stream) => void) | undefined
  /** Kills it, and reads no more of what it leaves behind. */
  readonly signal?: AbortSignal | undefined
}

type Stream = "stderr" | "stdout"

/** Runs a program to its end; any exit code is an answer. */
export async function run(
  argv: readonly string[],
  options: RunOptions = {},
): Promise<Ran> {
  const [program = "", ...rest] = argv
  const deadline = options.deadline ?? 120
  const child = spawn(program, rest, {
    env: options.environment ?? process.env,
    killSignal: "SIGKILL",
    stdio: "pipe",
    timeout: deadline * 1000,
  })
  const goOn = () => child.kill("SIGCONT")
  const again = options.continued ? setInterval(goOn, 1000) : undefined
  const stdout: Buffer[] = []
  const stderr: Buffer[] = []
  const { onData = () => {} } = options
  child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk))
  child.stderr.on("data", (chunk: Buffer) => stderr.push(chunk))
  child.stdout.on("data", (chunk: Buffer) => onData(chunk, "stdout"))
  child.stderr.on("data", (chunk: Buffer) => onData(chunk, "stderr"))
  const stop = () => {
    child.kill("SIGKILL")
    child.stdout.destroy()
    child.stderr.destroy()
  }
  options.signal?.addEventListener("abort", stop, { once: true })
  // A program that doesn't read its input may be gone before it is written.
  child.stdin.on("error", () => {})
  child.stdin.end(options.input ?? "")
  const exit = await new Promise<number>((resolve, reject) => {
    child.on("error", reject)
    child.on("close", (code) => resolve(code ?? 137))
  }).finally(() => clearInterval(again))
  return {
    exit,
    stderr: Buffer.concat(stderr).toString("utf8"),
    stdout: Buffer.concat(stdout).toString("utf8"),
  }
}

/** Runs a program that must succeed; answers its trimmed standard output. */
export async function must(
  argv: readonly string[],
  options: RunOptions = {},
): Promise<string> {
  const ran = await run(argv, options)
  if (ran.exit === 0) return ran.stdout.trim()
  const last = ran.stderr.trim().split("\n").slice(-8).join("\n")
  throw new LabProblem(`${argv.join(" ")}: exit ${ran.exit}: ${last}`)
}
