import type { Context } from "../context.ts"
import type { Fleet } from "../inventory/fleet.ts"
import { limitsFrom } from "../limits.ts"
import { silent } from "../output/reader.ts"
import { type Theme, themeFor } from "../output/theme.ts"
import { columnsOf } from "../output/wrap.ts"
import { confirmation } from "./confirmation.ts"
import type { GlobalFlags } from "./global-flags.ts"
import { interruption } from "./interruption.ts"
import { placed } from "./placed.ts"
import { withSecret } from "./with-secret.ts"

/** What the work is handed besides the fleet. */
export type FleetContext<Event = unknown> = Context<Event> & {
  /** Whether anybody could say yes. */
  readonly askable: boolean
}

type Asked<Event, Result> = {
  readonly flags: GlobalFlags & {
    /** Stands for what a host's file may say. */
    readonly "sudo-password"?: string | undefined
    readonly yes?: boolean
  }
  /** What to run after having quit by Ctrl-C. */
  readonly recovery: string
  /** An event as a line of stderr. */
  readonly tell?: (event: Event) => string
  readonly say: (result: Result, theme: Theme, columns: number) => string
  readonly work: (fleet: Fleet, context: FleetContext<Event>) => Promise<Result>
}

/**
 * Finds the fleet, does work that may ask a person, shows the result and sets
 * the exit code. Errors: those of the work.
 */
export async function fleetWork<
  Result extends { "exit-code": number },
  Event = unknown,
>(asked: Asked<Event, Result>): Promise<Result> {
  const { flags, recovery, say, tell = String, work } = asked
  const { env: environment, stderr, stdin, stdout } = process
  const { loadFleet } = await import("../inventory/load.ts")
  const at = { fleet: flags.fleet, from: process.cwd() }
  const loaded = await loadFleet(at, { environment })
  const fleet = withSecret(loaded, flags["sudo-password"])
  const note = (text: string): boolean => stderr.write(`${text}\n`)
  using stopping = interruption({ note, recovery })
  const { signal, stop } = stopping
  const person = !flags["no-input"] && stdin.isTTY && stderr.isTTY
  const { yes = false } = flags
  const reader = silent(stderr)
  const result = await work(fleet, {
    askable: yes || person,
    confirm: confirmation({ person, reader, signal, stop, yes }),
    emit: (event) => {
      if (flags.events) stdout.write(`${JSON.stringify(event)}\n`)
      else if (!flags.json && !flags.quiet) note(tell(event))
    },
    environment,
    limits: limitsFrom(environment),
    signal,
  }).catch((thrown: unknown) => {
    throw placed(thrown, fleet)
  })
  if (flags.events) {
    stdout.write(`${JSON.stringify({ event: "result", ...result })}\n`)
  } else if (!flags.json) {
    const theme = themeFor(stdout, { colour: !flags["no-color"] })
    stdout.write(`${say(result, theme, columnsOf(stdout))}\n`)
  }
  process.exitCode = result["exit-code"]
  return result
}
