import type { Context } from "../context.ts"
import type { SdopsError } from "../errors/sdops-error.ts"
import { asFailure } from "../inventory/as-failure.ts"
import type { Beginning, Deployment } from "./deployment.ts"
import type { DeployEvent, EventBody } from "./event.ts"
import type { AnyStage, Reached, Stages } from "./pipeline.ts"
import type { StageContext } from "./stage.ts"
import type { StageName } from "./stage-name.ts"
import type { Verdict } from "./outcome/verdict.ts"

/** What became of one stage. */
export type StageReport = {
  readonly stage: StageName
  readonly outcome: "done" | "failed"
  readonly seconds: number
  readonly text?: string | undefined
}

/** Where the stages got to: an early end, all of them, or a failure. */
export type Outcome<Have extends keyof Deployment = never> = {
  readonly reports: readonly StageReport[]
} & (
  | { readonly how: "complete"; readonly reached: Reached<Have> }
  | {
      readonly how: "ended"
      readonly reached: Reached
      readonly verdict: Verdict
    }
  | {
      readonly how: "failed"
      readonly error: SdopsError
      readonly reached: Reached
      /** Whether the stage that failed had no supervisor to end it. */
      readonly unsupervised?: true | undefined
    }
)

/**
 * Runs stages in order, each with what those before it added. Times them, emits
 * their events, and stops at the first that fails. Errors: none; a failure is
 * part of the outcome. Whoever calls it closes `resources`.
 */
export async function runStages<Have extends keyof Deployment>(
  stages: Stages<Have>,
  beginning: Beginning,
  context: Context<DeployEvent>,
  resources: AsyncDisposableStack,
): Promise<Outcome<Have>> {
  const host = beginning.host.name
  const reports: StageReport[] = []
  let reached: Reached = beginning
  for (const stage of stages.list) {
    const emit = emitter(context, host)
    const started = performance.now()
    const seconds = () => (performance.now() - started) / 1000
    emit({ event: "started", stage: stage.name, title: stage.title })
    let result: Awaited<ReturnType<AnyStage["run"]>>
    try {
      context.signal.throwIfAborted()
      result = await stage.run(reached, {
        ...stageContext(stage.name, host, context, resources),
        keep: (adds) => {
          reached = { ...reached, ...adds }
        },
      })
    } catch (thrown) {
      const error = asFailure(
        thrown,
        beginning.host,
        stage.name,
        context.signal,
      )
      const took = seconds()
      emit({
        event: "failed",
        code: error.code,
        message: error.message,
        seconds: took,
        stage: stage.name,
      })
      reports.push({ outcome: "failed", seconds: took, stage: stage.name })
      const { unsupervised } = stage
      return { error, how: "failed", reached, reports, unsupervised }
    }
    reached = { ...reached, ...result.adds }
    const { ends, text } = result
    const took = seconds()
    emit({ event: "done", seconds: took, stage: stage.name, text })
    reports.push({ outcome: "done", seconds: took, stage: stage.name, text })
    if (ends) return { how: "ended", reached, reports, verdict: ends }
  }
  // Each stage has added what its type says.
  return { how: "complete", reached: reached as Reached<Have>, reports }
}

/** Puts the time and the host on events. */
export function emitter(
  context: Context<DeployEvent>,
  host: string,
): (body: EventBody) => void {
  return (body) => context.emit({ at: new Date().toISOString(), host, ...body })
}

function stageContext(
  stage: StageName,
  host: string,
  context: Context<DeployEvent>,
  resources: AsyncDisposableStack,
): Omit<StageContext, "keep"> {
  const emit = emitter(context, host)
  return {
    confirm: (text, flag) => context.confirm({ flag, host, text }),
    environment: context.environment,
    host,
    limits: context.limits,
    reached: context.reached,
    output: (line) => emit({ event: "output", line, stage }),
    resources,
    say: (text) => emit({ event: "progress", stage, text }),
    show: (build) => emit({ build, event: "building", stage }),
    signal: context.signal,
    stage,
  }
}
