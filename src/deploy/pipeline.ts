import type { Beginning, Deployment } from "./deployment.ts"
import type { Stage, StageContext, StageResult } from "./stage.ts"

/** What a deployment has so far; each stage adds to it. */
export type Reached<Have extends keyof Deployment = never> = Beginning &
  Partial<Deployment> &
  Pick<Deployment, Have>

/** Any stage, as the runner sees it: it is given whatever there is. */
export type AnyStage = Omit<Stage<never, never>, "run"> & {
  readonly run: (
    given: Reached,
    context: StageContext,
  ) => Promise<
    Omit<StageResult<never>, "adds"> & { readonly adds: Partial<Deployment> }
  >
}

/** Stages that can be run. */
export type Stages<Have extends keyof Deployment = never> = {
  readonly list: readonly AnyStage[]
  /** What there is after them; of types alone, nothing sets it. */
  readonly reached?: Reached<Have>
}

/** Stages in an order in which each finds what it needs. */
export type Pipeline<Have extends keyof Deployment> = Stages<Have> & {
  /** Puts a stage at the end; it compiles if all that it needs is there. */
  readonly add: <
    Needs extends Have,
    Adds extends keyof Deployment,
    Uses extends keyof Deployment,
  >(
    stage: Stage<Needs, Adds, Uses>,
  ) => Pipeline<Adds | Have>
}

/** No stage yet: `pipeline.add(connect).add(probe)`. */
export const pipeline = pipelineOf<keyof Beginning>([])

function pipelineOf<Have extends keyof Deployment>(
  list: readonly AnyStage[],
): Pipeline<Have> {
  return {
    // What it needs is there: `Needs extends Have` says so.
    add: (stage) => pipelineOf([...list, stage as AnyStage]),
    list,
  }
}
