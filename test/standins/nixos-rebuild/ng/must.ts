import { constants } from "node:os"
import { Ended, runChild, type ChildOptions } from "../child.ts"
import { killOnInterrupt } from "./interrupt.ts"
import { listRepr, repr, shellJoin } from "./python.ts"

export type Must = (
  argv: readonly string[],
  options: Omit<ChildOptions, "watch">,
) => Promise<string>

/**
 * Runs a command that must succeed, and complains about it in Python's words:
 * its own exit code, 256 − n for signal n. Returns its stdout if that is kept.
 */
export function mustRun(verbose: boolean, say: (text: string) => void): Must {
  return async (argv, options) => {
    const kept = options.stdout === "keep"
    const debug = "debug: nixos_rebuild.process:"
    if (verbose && kept) {
      const how = "kwargs={'stdout': -1}, env=None, append_local_env=None"
      say(`${debug} calling run with args=${listRepr(argv)}, ${how}\n`)
    }
    const { exit, missing, signal, stdout } = await runChild(argv, {
      ...options,
      watch: killOnInterrupt,
    })
    const command = `Command '${shellJoin(argv)}'`
    if (missing) {
      const name = repr(argv[0] ?? "")
      throw new Ended(1, `[Errno 2] No such file or directory: ${name}\n`)
    }
    if (signal !== undefined) {
      const number = constants.signals[signal]
      const died = `died with <Signals.${signal}: ${number}>.`
      throw new Ended(256 - number, `${command} ${died}\n`)
    }
    if (exit !== 0) {
      const returned = `returned non-zero exit status ${exit}.`
      throw new Ended(exit, `${command} ${returned}\n`)
    }
    if (verbose && kept) {
      const captured = `stdout=${repr(stdout)}, stderr=None`
      say(`${debug} captured output with ${captured}\n`)
    }
    return stdout.trim()
  }
}
