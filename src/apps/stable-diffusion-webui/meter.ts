import { setTimeout as wait } from "node:timers/promises"
import { z } from "zod"
import type { AppContext, Measured, Progress } from "../app.ts"
import { ask } from "../ask.ts"
import { perStep, type Step } from "../per-step.ts"
import type { AppPlace } from "../place.ts"

/** Milliseconds between two looks. */
const interval = 200

/** Source: modules/api/models.py of 1.10, ProgressResponse. */
const progress = z.looseObject({
  state: z.looseObject({
    sampling_step: z.number(),
    sampling_steps: z.number(),
  }),
})

/** Its MemoryResponse; without CUDA an error is in its place. */
const memory = z.looseObject({
  cuda: z.looseObject({
    system: z.looseObject({ used: z.number() }).optional(),
  }),
})

/**
 * Does work, and measures meanwhile what the sampler is at; nothing of that is
 * a verdict.
 */
export async function metered<Result>(
  place: AppPlace,
  onStep: (progress: Progress) => void,
  context: AppContext,
  work: () => Promise<Result>,
): Promise<readonly [Result, Measured]> {
  const steps: Step[] = []
  let peak: number | undefined
  const over = new AbortController()
  const signal = AbortSignal.any([context.signal, over.signal])
  const looking = look()
  try {
    const result = await work()
    return [result, { stepSeconds: perStep(steps), vramPeak: peak }]
  } finally {
    over.abort()
    await looking
  }

  async function look(): Promise<void> {
    const asked = { ...context, signal }
    const app = "stable-diffusion-webui"
    while (!signal.aborted) {
      try {
        const path = "/sdapi/v1/progress?skip_current_image=true"
        const { state } = await ask(app, place, { path }, progress, asked)
        const { sampling_step: value, sampling_steps: max } = state
        if (value > (steps.at(-1)?.value ?? 0)) {
          steps.push({ at: performance.now(), value })
          onStep({ max, value })
        }
        const call = { path: "/sdapi/v1/memory" }
        const { cuda } = await ask(app, place, call, memory, asked)
        const used = cuda.system?.used
        if (used !== undefined) peak = Math.max(peak ?? 0, used)
      } catch {
        // Old versions tell less; the picture is the proof.
      }
      await wait(interval, undefined, { signal }).catch(() => {})
    }
  }
}
