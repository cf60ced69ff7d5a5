import { writeSync } from "node:fs"
import { Ended, runChild } from "../child.ts"
import type { BashArguments } from "./parse.ts"

/** How the script runs things: its own voice, its `set -e`, its traps. */
export type Here = {
  readonly say: (text: string) => void
  /** Any failure ends the script with that code. */
  readonly must: (argv: readonly string[]) => Promise<void>
  /** The same; Ctrl-C is noticed when the child has ended. */
  readonly build: (argv: readonly string[]) => Promise<void>
  readonly sudo: (read: BashArguments) => string[]
  /** Shows a command line, if the caller asked for it. */
  readonly show: (argv: readonly string[]) => void
}

export function runHere(verbose: boolean): Here {
  const say = (text: string): void => void writeSync(2, text)
  const show = (argv: readonly string[]): void => {
    if (verbose) say(`$ ${argv.join(" ")}\n`)
  }
  const must = async (argv: readonly string[]): Promise<void> => {
    show(argv)
    const { exit } = await runChild(argv, { stdout: "inherit" })
    if (exit !== 0) throw new Ended(exit)
  }
  return {
    build: async (argv) => {
      let interrupted = false
      const notice = (): void => void (interrupted = true)
      process.once("SIGINT", notice)
      await must(argv).finally(() => process.off("SIGINT", notice))
      if (interrupted) process.kill(process.pid, "SIGINT")
    },
    must,
    say,
    show,
    sudo: ({ own }) => (own.has("--use-remote-sudo") ? ["sudo"] : []),
  }
}
