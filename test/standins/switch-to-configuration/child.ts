import { spawnSync } from "node:child_process"

export type Run = (argv: readonly string[]) => boolean

/**
 * Runs children with our own stdin, stdout and stderr, to their end. Returns
 * whether the exit code was 0.
 *
 * Node gives children default signals, the real program lets them inherit that
 * it ignores SIGPIPE from a certain step on: `ignorePipe` says on which side of
 * it we are. No signal is handled here, so one to us alone leaves the child
 * running, as it must.
 */
export function runner(
  environment: Readonly<Record<string, string>>,
  ignorePipe: boolean,
): Run {
  return (argv) => {
    const [program = "", ...rest] = ignorePipe
      ? ["/bin/sh", "-c", "trap '' PIPE; exec \"$@\"", "sh", ...argv]
      : argv
    const { status } = spawnSync(program, rest, {
      env: environment,
      stdio: "inherit",
    })
    return status === 0
  }
}

/** stdout of a child; undefined when it failed. stderr is our own. */
export function outputOf(argv: readonly string[]): string | undefined {
  const [program = "", ...rest] = argv
  const { status, stdout } = spawnSync(program, rest, {
    encoding: "utf8",
    maxBuffer: 64 << 20,
    stdio: ["ignore", "pipe", "inherit"],
  })
  return status === 0 ? stdout : undefined
}
