import type { Context } from "../context.ts"
import type { Beginning } from "./deployment.ts"
import { type Ending, endingOf } from "./outcome/ending.ts"
import type { DeployEvent } from "./event.ts"
import { entryOf } from "./journal/entry.ts"
import { writeEntry } from "./journal/file.ts"
import { hostResultOf } from "./outcome/host-result.ts"
import type { HostResult } from "./outcome/result.ts"
import { emitter, runStages } from "./runner.ts"
import type { Stages } from "./pipeline.ts"
import { whoDeploys } from "./who-deploys.ts"

/**
 * Takes one host through stages to a verdict, which the fleet's journal gets
 * too. Errors: none; the result has them.
 */
export async function deployHost(
  stages: Stages,
  beginning: Beginning,
  context: Context<DeployEvent>,
): Promise<HostResult> {
  const started = performance.now()
  await using resources = new AsyncDisposableStack()
  const { host, sites } = beginning
  const outcome = await runStages(stages, beginning, context, resources)
  sites?.done(host.name)
  const ending: Ending = await endingOf(outcome, context)
  const seconds = (performance.now() - started) / 1000
  emitter(
    context,
    host.name,
  )({
    event: "verdict",
    seconds,
    verdict: ending.verdict,
  })
  const result = hostResultOf(outcome, ending, seconds)
  const from = outcome.reached.facts?.current
  const entry = entryOf(result, {
    at: new Date(),
    from,
    goal: beginning.input.goal,
    who: whoDeploys(),
  })
  const note = entry && (await writeEntry(beginning.fleet.root, entry))
  return note === undefined
    ? result
    : { ...result, notes: [...result.notes, note] }
}
