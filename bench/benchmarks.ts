import type { Benchmark } from "./benchmark.ts"
import { deploy } from "./deploy.ts"
import { heavy } from "./heavy.ts"
import { peers } from "./peers/peers.ts"
import { questions } from "./questions.ts"
import { start } from "./start.ts"

/** In the order in which they run. */
export const benchmarks: readonly Benchmark[] = [
  deploy,
  heavy,
  peers,
  questions,
  start,
]
