import { spawn, type ChildProcess } from "node:child_process"
import { constants } from "node:os"

export type ChildResult = {
  /** 128 + signal if one ended it; 127 if there is no such program. */
  readonly exit: number
  readonly signal: NodeJS.Signals | undefined
  readonly missing: boolean
  readonly stdout: string
}

export type ChildOptions = {
  /** Where stdout goes: kept, ours, or to our stderr. */
  readonly stdout: "inherit" | "keep" | "stderr"
  readonly environment?: Readonly<Record<string, string>> | undefined
  /** Told about the process while it runs. */
  readonly watch?: ((child: ChildProcess) => void) | undefined
}

/** Runs a program of PATH to its end, on our stdin and stderr. */
export function runChild(
  argv: readonly string[],
  { stdout, environment, watch }: ChildOptions,
): Promise<ChildResult> {
  const [program = "", ...args] = argv
  const output = { inherit: 1, keep: "pipe", stderr: 2 } as const
  const { promise, resolve } = Promise.withResolvers<ChildResult>()
  const child = spawn(program, args, {
    ...(environment && { env: environment }),
    stdio: [0, output[stdout], 2],
  })
  watch?.(child)
  const kept: Buffer[] = []
  child.stdout?.on("data", (chunk: Buffer) => kept.push(chunk))
  child.on("error", () => {
    resolve({ exit: 127, missing: true, signal: undefined, stdout: "" })
  })
  child.on("close", (code, signal) => {
    resolve({
      exit: code ?? 128 + constants.signals[signal ?? "SIGKILL"],
      missing: false,
      signal: signal ?? undefined,
      stdout: Buffer.concat(kept).toString(),
    })
  })
  return promise
}

/** Somebody's last word: an exit code and what goes to stderr before it. */
export class Ended extends Error {
  readonly exit: number

  constructor(exit: number, text = "") {
    super(text)
    this.exit = exit
  }
}
