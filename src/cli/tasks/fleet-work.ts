import type { Fleet } from "../../inventory/fleet.ts"
import { silent } from "../../output/reader.ts"
import { screens } from "../../output/screen.ts"
import { fleetOf } from "../inventory-of.ts"
import type { GlobalFlags } from "../flags/global-flags.ts"
import { type SayValue, showValue } from "../show-value.ts"
import { atWork, teller, type WorkContext } from "./at-work.ts"
import { placed } from "./placed.ts"

type Asked<Event, Result> = {
  readonly flags: GlobalFlags & {
    /** Stands for what a host's file may say. */
    readonly sudoPassword?: string | undefined
    readonly yes?: boolean
  }
  /** What to run after having quit by Ctrl-C. */
  readonly recovery: string
  /** Shows events in a way of its own. */
  readonly show?: (flags: GlobalFlags) => {
    readonly close: () => void
    readonly emit: (event: Event) => void
  }
  /** An event as a line of stderr, where nothing else shows it. */
  readonly tell?: (event: Event) => string
  readonly say: SayValue<Result>
  readonly work: (fleet: Fleet, context: WorkContext<Event>) => Promise<Result>
}

/**
 * Finds the fleet, does work that may ask a person, shows the result and sets
 * the exit code. Errors: those of the work.
 */
export async function fleetWork<
  Result extends { "exit-code": number },
  Event = unknown,
>(asked: Asked<Event, Result>): Promise<Result> {
  const { flags, recovery, say, show, tell = String, work } = asked
  const fleet = await fleetOf(flags)
  const shown = show?.(flags)
  const emit = shown?.emit ?? teller(flags, tell)
  const note = screens(flags).stderr.print
  const reader = { ...silent(process.stderr), note }
  const result = await atWork(
    { emit, flags, reader, recovery },
    async (context) => placed(fleet, work(fleet, context)),
  ).finally(() => shown?.close())
  await showValue(result, flags, say)
  process.exitCode = result["exit-code"]
  return result
}
