import type { Context } from "../../context.ts"
import { limitsFrom } from "../../limits.ts"
import type { Reader } from "../../output/reader.ts"
import { screens } from "../../output/screen.ts"
import { confirmation } from "../confirmation.ts"
import type { GlobalFlags } from "../flags/global-flags.ts"
import { interruption } from "../interruption.ts"

/** What the work of a command is handed besides its input. */
export type WorkContext<Event = unknown> = Context<Event> & {
  /** Whether anybody could say yes. */
  readonly askable: boolean
}

type Asked<Event> = {
  readonly emit: (event: Event) => void
  readonly flags: GlobalFlags & { readonly yes?: boolean }
  /** Where a person is asked, and told about a stop. */
  readonly reader: Pick<Reader, "ask" | "note">
  /** What to run after having quit by Ctrl-C. */
  readonly recovery: string
}

/**
 * Does the work of a command under Ctrl-C, with a way to ask a person. Errors:
 * those of the work.
 */
export async function atWork<Event, Result>(
  { emit, flags, reader, recovery }: Asked<Event>,
  work: (context: WorkContext<Event>) => Promise<Result>,
): Promise<Result> {
  const { env: environment, stderr, stdin } = process
  // Awaited, or they would listen no more while the work goes on.
  using stopping = interruption({ note: reader.note, recovery })
  const { signal, stop } = stopping
  const { yes = false } = flags
  const person = !flags.noInput && stdin.isTTY && stderr.isTTY
  return await work({
    askable: yes || person,
    confirm: confirmation({ person, reader, signal, stop, yes }),
    emit,
    environment,
    limits: limitsFrom(environment),
    reached: new Map(),
    signal,
  })
}

/** Tells events: as NDJSON with `--events`, else a line of stderr each. */
export function teller<Event>(
  flags: GlobalFlags,
  say: (event: Event) => string,
): (event: Event) => void {
  const { stderr, stdout } = screens(flags)
  return (event) => {
    if (flags.events) stdout.json(event)
    else if (!flags.json && !flags.quiet) stderr.print(say(event))
  }
}
