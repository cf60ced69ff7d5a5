import { expect, test } from "vitest"
import type { Benchmark } from "../../bench/benchmark.ts"
import { choose } from "../../bench/choose.ts"

const run = async () => []
const start: Benchmark = { name: "start", run }
const peers: Benchmark = { cases: ["far", "plan"], name: "peers", run }
const whole = { benchmark: start, cases: [], whole: true }

test.for([
  [[], [whole, { benchmark: peers, cases: ["far", "plan"], whole: true }]],
  [["start"], [whole]],
  [["peers"], [{ benchmark: peers, cases: ["far", "plan"], whole: true }]],
  [["peers", "plan"], [{ benchmark: peers, cases: ["plan"], whole: false }]],
  [
    ["plan", "start", "peers", "far"],
    [whole, { benchmark: peers, cases: ["far", "plan"], whole: true }],
  ],
] as const)("%j chooses benchmarks and their cases", ([words, choices]) => {
  expect(choose(words, [start, peers])).toEqual(choices)
})

test.for([
  [["stat"], "no benchmark stat; there are: start, peers"],
  [["plan"], "no benchmark plan; there are: start, peers"],
  [["start", "plan"], "no benchmark plan; there are: start, peers"],
  [["peers", "near"], "no benchmark near; there are: start, peers, far, plan"],
] as const)("%j chooses nothing, and why is said", ([words, why]) => {
  expect(choose(words, [start, peers])).toBe(why)
})
