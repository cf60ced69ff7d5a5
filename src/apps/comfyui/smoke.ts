import { randomUUID } from "node:crypto"
import { fail } from "../../errors/fail.ts"
import type {
  AppContext,
  Measured,
  Smoke,
  SmokeDepth,
  SmokeInput,
  WantedImage,
} from "../app.ts"
import { ask } from "../ask.ts"
import { request } from "../request.ts"
import { forget } from "./forget.ts"
import { meter } from "./meter.ts"
import type { AppPlace } from "../place.ts"
import {
  cachedOf,
  type HistoryEntry,
  onCpu,
  type SystemStats,
  systemStats,
} from "./answers.ts"
import type { Attempt } from "./attempt.ts"
import type { Graph } from "./graph.ts"
import { type SmokeGraph, smokeGraph } from "./smoke-graph.ts"
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
  const { host, stage } = context
  const { unit } = input
  const stats = await statsOf(place, unit, context)
  const depth = depthOf(input, stats)
  if (depth !== "plumbing" && onCpu(stats) && !asked(stats, "--cpu")) {
    const evidence = stats.devices.map(({ name, type }) => `${type}: ${name}`)
    throw fail("appOnCpu", { app, unit }, { evidence, host, stage })
  }
  const checkpoint = input.checkpoint ?? undefined
  const bad = (reason: string) =>
    fail("smokeFailed", { app, reason, smoke: depth, unit }, { host, stage })
  const own = input.workflow && (await input.workflow(place, context))
  if (own === undefined && depth === "image" && checkpoint === undefined)
    throw bad("no checkpoint is declared")
  const attempt: Attempt = { app, checkpoint, context, depth, place, unit }
  const wanted = own
    ? graphOf(own)
    : smokeGraph(depth, checkpoint, onCpu(stats))
  if (own !== undefined) await forget(attempt)
  const { entry, measured } = await run(wanted.graph, attempt, input.onStep)
  const cached = cachedOf(entry).length
  if (cached >= Object.keys(wanted.graph).length)
    throw bad("the app answered from its cache")
  const metadata = !asked(stats, "--disable-metadata")
  const image = await look(entry, wanted, metadata, attempt)
  const seconds = (performance.now() - start) / 1000
  if (own?.seconds !== undefined && seconds > own.seconds)
    throw bad(`it took ${seconds.toFixed(1)} s, not ${own.seconds}`)
  return { depth, image, measured, seconds }
}

/** A server that lost its GPU answers everything but this. */
async function statsOf(
  place: AppPlace,
  unit: string,
  context: AppContext,
): Promise<SystemStats> {
  const call = { path: "/system_stats" }
  const answer = await request(place, call, context)
  const { host, stage } = context
  if (answer.status === 500)
    throw fail("gpuContextLost", { app, unit }, { host, stage })
  return ask(app, place, call, systemStats, context)
}

function graphOf(own: WantedImage): SmokeGraph {
  const { contrast, graph, output, size } = own
  return { ...size, expected: { contrast, kind: "picture" }, graph, output }
}

async function run(
  graph: Graph,
  attempt: Attempt,
  onStep: SmokeInput["onStep"],
): Promise<{ readonly entry: HistoryEntry; readonly measured?: Measured }> {
  const id = randomUUID()
  const { context, place } = attempt
  try {
    if (onStep === undefined) {
      await submit(id, graph, attempt)
      return { entry: await outcome(id, attempt) }
    }
    await using measuring = await meter(id, place, onStep, context)
    await submit(id, graph, attempt)
    const entry = await outcome(id, attempt)
    return { entry, measured: measuring.measured() }
  } catch (thrown) {
    await withdraw(id, attempt)
    throw thrown
  }
}

/** As deep as the host can: kernels on a GPU that the app may use. */
function depthOf(input: SmokeInput, stats: SystemStats): SmokeDepth {
  if (input.workflow !== undefined) return "image"
  if (input.depth !== undefined) return input.depth
  if (typeof input.checkpoint === "string") return "image"
  if (input.gpu.vendor === "none" || asked(stats, "--cpu")) return "plumbing"
  return "kernels"
}

function asked({ system }: SystemStats, option: string): boolean {
  return system.argv.includes(option)
}
