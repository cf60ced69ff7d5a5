import type { ModelEvent } from "../../models/event.ts"
import { modelBars } from "../../output/model-bars.ts"
import { screens } from "../../output/screen.ts"
import type { GlobalFlags } from "../flags/global-flags.ts"

/** What shows the progress of models, by the flags. */
export function modelReader(flags: GlobalFlags): {
  readonly close: () => void
  readonly emit: (event: ModelEvent) => void
} {
  const { stderr, stdout } = screens(flags)
  if (flags.events) return { close() {}, emit: (one) => stdout.json(one) }
  if (flags.json || flags.quiet) return { close() {}, emit() {} }
  return modelBars(stderr, stderr.redraws && !flags.verbose)
}
