import { quote } from "../../quote.ts"
import type { HostShell } from "../shell.ts"
import runCommandScript from "./run-command.sh"

/** How a command ended. */
export type CommandEnd = {
  /** Undefined when a signal ended it. */
  readonly exit: number | undefined
  readonly signal: string | undefined
  /** The end of what it said, when that was much. */
  readonly stderr: string
  readonly stdout: string
}

/** By which the script finds out whether anybody listens. */
const alive = "sdops alive"

/**
 * Runs a command on a host, as root, and tells its lines as they come. It ends
 * with the connection. Errors: those of the shell.
 */
export async function runCommand(
  shell: HostShell,
  input: {
    /** Text for sh. */
    readonly command: string
    readonly onLine: (line: string, stream: "stderr" | "stdout") => void
    readonly signal?: AbortSignal
  },
): Promise<CommandEnd> {
  const { command, onLine, signal } = input
  const ran = await shell.run({
    deadline: shell.limits.probe,
    during: "the command",
    lively: true,
    onLine: (line, stream) => {
      if (stream === "stdout" || line !== alive) onLine(line, stream)
    },
    script: runCommandScript,
    ...(signal !== undefined && { signal }),
    variables: { command },
  })
  const stderr = ran.stderr
    .split("\n")
    .filter((line) => line !== alive)
    .join("\n")
  const { exit, signal: ended, stdout } = ran
  return { exit, signal: ended, stderr, stdout }
}

/**
 * Words of a command line as text for sh: a single one is such text already,
 * as in `exec -- 'df -h / | tail -1'`; several are a program and its arguments.
 */
export function commandText(words: readonly string[]): string {
  const [only = "", ...more] = words
  return more.length === 0 ? only : words.map(quote).join(" ")
}
