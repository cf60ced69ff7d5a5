import { setTimeout as wait } from "node:timers/promises"
import type { AppContext } from "../../apps/app.ts"
import { comfyui } from "../../apps/comfyui/comfyui.ts"
import { isFailure, SdopsError } from "../../errors/sdops-error.ts"
import type { Job } from "./job.ts"
import type { Made } from "./make.ts"
import type { Renderer } from "./renderer.ts"

/** How a job ended. */
export type Ended =
  | { readonly how: "failed"; readonly error: SdopsError; readonly job: Job }
  | { readonly how: "made"; readonly job: Job; readonly made: Made }

type Asked = {
  readonly jobs: readonly Job[]
  /** Makes one picture on one host. */
  readonly make: (job: Job, renderer: Renderer) => Promise<Made>
  /** Told of each end, once; awaited before the host takes the next. */
  readonly onEnd: (ended: Ended) => Promise<void>
  readonly onLost: (renderer: Renderer, error: Error) => void
  readonly renderers: readonly Renderer[]
}

/** Milliseconds between two looks at a busy host. */
const interval = 500

/**
 * Shares jobs among hosts: each takes the next one when it is free, and others'
 * jobs there go first. What a lost host was at goes to another, and a host that
 * lacks a model leaves the job to one that has it. Each job ends once. Returns
 * those that no host is left for.
 */
export async function share(
  { jobs, make, onEnd, onLost, renderers }: Asked,
  context: AppContext,
): Promise<readonly Job[]> {
  const left = new Set(jobs)
  /** Who couldn't do a job, and why. */
  const refusals = new Map<Job, Map<Renderer, SdopsError>>()
  const alive = new Set(renderers)
  let busy = 0
  let wake = Promise.withResolvers<void>()
  const changed = () => {
    wake.resolve()
    wake = Promise.withResolvers()
  }
  await Promise.all(renderers.map(work))
  return [...left]

  async function work(renderer: Renderer): Promise<void> {
    for (;;) {
      context.signal.throwIfAborted()
      const job = [...left].find((one) => !refusals.get(one)?.has(renderer))
      if (job === undefined) {
        // What another host is at may yet come back.
        if (busy === 0) return
        await wake.promise
        continue
      }
      left.delete(job)
      busy += 1
      try {
        await untilFree(renderer)
        const made = await make(job, renderer)
        await onEnd({ how: "made", job, made })
      } catch (error) {
        if (!(await settle(job, renderer, error))) return
      } finally {
        busy -= 1
        changed()
      }
    }
  }

  /** Whether the host goes on. */
  async function settle(
    job: Job,
    renderer: Renderer,
    error: unknown,
  ): Promise<boolean> {
    context.signal.throwIfAborted()
    if (isLoss(error)) {
      left.add(job)
      alive.delete(renderer)
      onLost(renderer, error)
      return false
    }
    if (!(error instanceof SdopsError)) throw error
    const known = refusals.get(job) ?? new Map<Renderer, SdopsError>()
    refusals.set(job, known.set(renderer, error))
    // A graph that fails fails everywhere; what a host lacks another may have.
    const mayDo = [...alive].some((other) => !known.has(other))
    if (isLack(error) && mayDo) left.add(job)
    else await onEnd({ error, how: "failed", job })
    return true
  }

  async function untilFree({ host, place }: Renderer): Promise<void> {
    const asked = { ...context, host }
    while (((await comfyui.queued(place, asked)) ?? 0) > 0)
      await wait(interval, undefined, { signal: context.signal })
  }
}

const lacks = [
  "badInventory",
  "checkpointMissing",
  "cudaUnknown",
  "driverTooOld",
  "noKernelImage",
  "outOfMemory",
] as const

function isLack(error: SdopsError): boolean {
  return lacks.some((kind) => isFailure(error, kind))
}

const losses = ["appAnswer", "appSilent", "connectionLost"] as const

/** The host or its server is gone, rather than the picture bad. */
function isLoss(error: unknown): error is Error {
  if (error instanceof SdopsError)
    return losses.some((kind) => isFailure(error, kind))
  const isCut = error instanceof Error && "code" in error
  return isCut || (error instanceof Error && error.name === "TimeoutError")
}
