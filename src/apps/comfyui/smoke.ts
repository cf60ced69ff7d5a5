import { randomUUID } from "node:crypto"
import { fail } from "../../errors/fail.ts"
import type { AppContext, Smoke, SmokeDepth, SmokeInput } from "../app.ts"
import { ask } from "../ask.ts"
import type { AppPlace } from "../place.ts"
import {
  type HistoryEntry,
  onCpu,
  type SystemStats,
  systemStats,
} from "./answers.ts"
import type { Attempt } from "./attempt.ts"
import type { Graph } from "./graph.ts"
import { smokeGraph } from "./smoke-graph.ts"
import { look } from "./look.ts"
import { outcome } from "./outcome.ts"
import { submit } from "./submit.ts"
import { withdraw } from "./withdraw.ts"

const app = "comfyui"

/** `smoke` of the interface `App`. */
export async function smoke(
  place: AppPlace,
  input: SmokeInput,
  context: AppContext,
): Promise<Smoke> {
  const start = performance.now()
  const stats = await ask(
    app,
    place,
    { path: "/system_stats" },
    systemStats,
    context,
  )
  const { host, stage } = context
  const { unit } = input
  const depth = depthOf(input, stats)
  if (depth !== "plumbing" && onCpu(stats) && !asked(stats, "--cpu")) {
    const evidence = stats.devices.map(({ name, type }) => `${type}: ${name}`)
    throw fail("appOnCpu", { app, unit }, { evidence, host, stage })
  }
  const checkpoint = input.checkpoint ?? undefined
  if (depth === "image" && checkpoint === undefined) {
    const reason = "no checkpoint is declared"
    throw fail(
      "smokeFailed",
      { app, reason, smoke: depth, unit },
      { host, stage },
    )
  }
  const attempt: Attempt = { app, checkpoint, context, depth, place, unit }
  const wanted = smokeGraph(depth, checkpoint, onCpu(stats))
  const entry = await run(wanted.graph, attempt)
  const metadata = !asked(stats, "--disable-metadata")
  const image = await look(entry, wanted, metadata, attempt)
  return { depth, image, seconds: (performance.now() - start) / 1000 }
}

async function run(graph: Graph, attempt: Attempt): Promise<HistoryEntry> {
  const id = randomUUID()
  try {
    await submit(id, graph, attempt)
    return await outcome(id, attempt)
  } catch (thrown) {
    await withdraw(id, attempt)
    throw thrown
  }
}

/** As deep as the host can: kernels on a GPU that the app may use. */
function depthOf(input: SmokeInput, stats: SystemStats): SmokeDepth {
  if (input.depth !== undefined) return input.depth
  if (typeof input.checkpoint === "string") return "image"
  if (input.gpu.vendor === "none" || asked(stats, "--cpu")) return "plumbing"
  return "kernels"
}

function asked({ system }: SystemStats, option: string): boolean {
  return system.argv.includes(option)
}
