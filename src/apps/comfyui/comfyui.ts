import type { App } from "../app.ts"
import { ask } from "../ask.ts"
import { unlessRefused } from "../listens.ts"
import { waitReady } from "../wait-ready.ts"
import { queue, systemStats } from "./answers.ts"
import { smoke } from "./smoke.ts"

const name = "comfyui"

/** ComfyUI by its HTTP API. Source: research/comfyui.md §1. */
export const comfyui = {
  name,
  async queued(place, context) {
    const found = await unlessRefused(name, place, context, () =>
      ask(name, place, { path: "/queue" }, queue, context),
    )
    if (found === undefined) return undefined
    return found.queue_running.length + found.queue_pending.length
  },
  async ready(place, context) {
    // Not the port alone: a server that lost its GPU answers this with 500.
    await waitReady(name, place, context, () =>
      ask(name, place, { path: "/system_stats" }, systemStats, context),
    )
  },
  smoke,
} satisfies App
