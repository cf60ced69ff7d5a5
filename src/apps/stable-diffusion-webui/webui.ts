import { z } from "zod"
import type { App } from "../app.ts"
import { ask } from "../ask.ts"
import { unlessRefused } from "../listens.ts"
import { waitReady } from "../wait-ready.ts"
import { smoke } from "./smoke.ts"

const name = "stable-diffusion-webui"

const progress = z.looseObject({
  state: z.looseObject({ job_count: z.number() }),
})
const pending = z.looseObject({ size: z.number() })

const progressCall = {
  path: "/sdapi/v1/progress?skip_current_image=true",
} as const

/**
 * AUTOMATIC1111's web UI with `--api`. Its queue is open connections: it can
 * only be waited for. Source: research/comfyui.md §4, read and not recorded.
 */
export const stableDiffusionWebui = {
  name,
  async queued(place, context) {
    return unlessRefused(name, place, context, async () => {
      const now = await ask(name, place, progressCall, progress, context)
      const call = { path: "/internal/pending-tasks" }
      const tasks = await ask(name, place, call, pending, context)
      return now.state.job_count + tasks.size
    })
  },
  async ready(place, context) {
    await waitReady(name, place, context, () =>
      ask(name, place, progressCall, progress, context),
    )
  },
  smoke,
} satisfies App
