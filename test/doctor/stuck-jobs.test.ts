import { expect, test } from "vitest"
import { stuckJobs } from "../../src/doctor/stuck-jobs.ts"

const { signal } = new AbortController()
const job = (n: number): [number, string] => [n, `id-${n}`]
const queue = (running: number, pending: number) => ({
  queue_pending: Array.from({ length: pending }, (_, n) => job(n)),
  queue_running: Array.from({ length: running }, (_, n) => job(n)),
})
const silent = new Error("no answer")

test.for([
  ["an empty queue", [queue(0, 0)], 0],
  ["a queue at work", [queue(1, 3)], 0],
  ["a queue between two jobs", [queue(0, 2), queue(1, 1)], 0],
  ["a queue that was just emptied", [queue(0, 1), queue(0, 0)], 0],
  ["a queue that stands still", [queue(0, 2), queue(0, 3)], 3],
  ["one that doesn't answer", [silent], 0],
  ["one that falls silent", [queue(0, 2), silent], 0],
] as const)("%s", async ([, answers, stuck]) => {
  const left = [...answers]
  const look = async () => {
    const next = left.shift()
    if (next === undefined || next instanceof Error) throw next
    return next
  }
  expect(await stuckJobs(look, signal)).toBe(stuck)
  expect(left).toEqual([])
})
