import { setTimeout as wait } from "node:timers/promises"
import type { AppContext, Measured, Progress } from "../app.ts"
import { ask } from "../ask.ts"
import type { AppPlace } from "../place.ts"
import { perStep, type Step } from "../per-step.ts"
import { systemStats } from "./answers.ts"
import { progressOf } from "./progress.ts"

/** Milliseconds between two looks at the GPU's memory. */
const interval = 200

/** What is measured while a prompt runs; nothing of it is a verdict. */
export type Meter = AsyncDisposable & {
  readonly measured: () => Measured
}

/** Measures the prompt of that id until it is disposed of. */
export async function meter(
  id: string,
  place: AppPlace,
  onStep: (progress: Progress) => void,
  context: AppContext,
): Promise<Meter> {
  const steps: Step[] = []
  let peak: number | undefined
  const over = new AbortController()
  const signal = AbortSignal.any([context.signal, over.signal])
  const heard = await progressOf(
    id,
    place,
    (progress) => {
      if (progress.value <= (steps.at(-1)?.value ?? 0)) steps.length = 0
      steps.push({ at: performance.now(), value: progress.value })
      onStep(progress)
    },
    context,
  )
  const looking = look()
  return {
    measured: () => ({ stepSeconds: perStep(steps), vramPeak: peak }),
    async [Symbol.asyncDispose]() {
      over.abort()
      heard[Symbol.dispose]()
      await looking
    },
  }

  async function look(): Promise<void> {
    const call = { path: "/system_stats" }
    const asked = { ...context, signal }
    while (!signal.aborted) {
      try {
        const { devices } = await ask(
          "comfyui",
          place,
          call,
          systemStats,
          asked,
        )
        const [{ type = "cpu", vram_free, vram_total } = {}] = devices
        if (type !== "cpu" && vram_total !== undefined)
          peak = Math.max(peak ?? 0, vram_total - (vram_free ?? vram_total))
        await wait(interval, undefined, { signal })
      } catch {
        if (signal.aborted) return
        await wait(interval)
      }
    }
  }
}
