import type { Context } from "../../context.ts"
import type { Fleet } from "../../inventory/fleet.ts"
import { limitsFrom } from "../../limits.ts"
import { silent } from "../../output/reader.ts"
import { screens } from "../../output/screen.ts"
import type { Theme } from "../../output/theme.ts"
import { confirmation } from "../confirmation.ts"
import type { GlobalFlags } from "../flags/global-flags.ts"
import { interruption } from "../interruption.ts"
import { placed } from "./placed.ts"
import { withSecret } from "../with-secret.ts"

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
  const { env: environment, stdin } = process
  const { stderr, stdout } = screens(flags)
  const { loadFleet } = await import("../../inventory/load.ts")
  const at = { fleet: flags.fleet, from: process.cwd() }
  const loaded = await loadFleet(at, { environment })
  const fleet = withSecret(loaded, flags["sudo-password"])
  using stopping = interruption({ note: stderr.print, recovery })
  const { signal, stop } = stopping
  const person = !flags["no-input"] && stdin.isTTY && process.stderr.isTTY
  const { yes = false } = flags
  const reader = silent(process.stderr)
  const result = await work(fleet, {
    askable: yes || person,
    confirm: confirmation({ person, reader, signal, stop, yes }),
    emit: (event) => {
      if (flags.events) stdout.json(event)
      else if (!flags.json && !flags.quiet) stderr.print(tell(event))
    },
    environment,
    limits: limitsFrom(environment),
    signal,
  }).catch((thrown: unknown) => {
    throw placed(thrown, fleet)
  })
  if (flags.events) stdout.json({ event: "result", ...result })
  else if (!flags.json) stdout.print(say(result, stdout.theme, stdout.columns))
  process.exitCode = result["exit-code"]
  return result
}
