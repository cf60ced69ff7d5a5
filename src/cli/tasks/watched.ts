import type { Context } from "../../context.ts"
import type { Host } from "../../inventory/host.ts"
import { silent } from "../../output/reader.ts"
import { type Screen, screens } from "../../output/screen.ts"
import type { Theme } from "../../output/theme.ts"
import { chosenHosts } from "../flags/chosen-hosts.ts"
import type { GlobalFlags } from "../flags/global-flags.ts"
import { fleetOf } from "../inventory-of.ts"
import { showValue } from "../show-value.ts"
import { atWork } from "./at-work.ts"
import { placed } from "./placed.ts"

/** How a frame is drawn. */
export type FrameOptions = {
  readonly columns: number
  readonly now: Date
  readonly theme: Theme
}

type Asked<Seen, Result> = {
  /** Seconds between two looks; undefined: one look only. */
  readonly every: number | undefined
  readonly flags: GlobalFlags & { readonly sudoPassword?: string | undefined }
  /** Selectors; all hosts when empty. */
  readonly hosts: readonly string[]
  /** What to run after having quit by Ctrl-C. */
  readonly recovery: string
  /** What is known of hosts, as text. */
  readonly say: (seen: readonly Seen[], options: FrameOptions) => string
  readonly look: (
    hosts: readonly Host[],
    show: (seen: readonly Seen[]) => void,
    context: Context<object>,
  ) => Promise<Result>
}

/**
 * Finds hosts, has them looked at once or again and again, and shows what is
 * seen: on a terminal as it comes, in the same place; elsewhere each whole
 * look. Sets the exit code. Errors: those of the look.
 */
export async function watched<
  Seen,
  Result extends { "exit-code": number; readonly hosts: readonly Seen[] },
>(asked: Asked<Seen, Result>): Promise<Result> {
  const { every, flags, look, recovery, say } = asked
  const fleet = await fleetOf(flags, asked.hosts)
  const hosts = chosenHosts(fleet, asked.hosts)
  const { stderr, stdout } = screens(flags)
  const forPeople = !flags.json && !flags.events
  const live = forPeople && !flags.quiet && stdout.redraws
  const draw = (seen: readonly Seen[]): void => {
    const whole = seen.length === hosts.length
    const text = say(seen, optionsOn(stdout))
    const left = hosts.length - seen.length
    const more = whole ? "" : `\n${stdout.theme.dim(`${left} hosts to come`)}`
    if (live) stdout.draw(`${text}${more}`)
    else if (forPeople && every !== undefined && whole) stdout.print(text)
  }
  const emit = (event: object): void => {
    if (flags.events) stdout.json(event)
  }
  // Whoever watched ends it by Ctrl-C: that needs no word.
  const note = every === undefined ? stderr.print : () => {}
  const reader = { ...silent(process.stderr), note }
  const result = await atWork(
    { emit, flags, reader, recovery },
    async (context) => placed(fleet, look(hosts, draw, context)),
  )
  const shown = live || (forPeople && every !== undefined)
  await showValue(result, flags, () =>
    shown ? undefined : say(result.hosts, optionsOn(stdout)),
  )
  process.exitCode = result["exit-code"]
  return result
}

function optionsOn({ columns, theme }: Screen): FrameOptions {
  return { columns, now: new Date(), theme }
}
