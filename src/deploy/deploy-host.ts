import type { Context } from "../context.ts"
import type { Beginning } from "./deployment.ts"
import { type Ending, endingOf } from "./outcome/ending.ts"
import type { DeployEvent } from "./event.ts"
import { hostResultOf } from "./outcome/host-result.ts"
import type { HostResult } from "./outcome/result.ts"
import { emitter, runStages } from "./runner.ts"
import type { Stages } from "./pipeline.ts"

/**
 * Takes one host through stages to a verdict. Errors: none; the result has
 * them.
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
  return hostResultOf(outcome, ending, seconds)
}
