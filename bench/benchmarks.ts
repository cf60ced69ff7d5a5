import type { Benchmark } from "./benchmark.ts"
import { copies } from "./copies.ts"
import { deploy } from "./deploy.ts"
import { fleetWork } from "./fleet-work.ts"
import { heavy } from "./heavy.ts"
import { peers } from "./peers/peers.ts"
import { questions } from "./questions.ts"
import { recovery } from "./recovery/recovery.ts"
import { start } from "./start.ts"

/** In the order in which they run. */
export const benchmarks: readonly Benchmark[] = [
  copies,
  deploy,
  fleetWork,
  heavy,
  peers,
  questions,
  recovery,
  start,
]
