import { expect, test } from "vitest"
import { standingJob } from "../../src/doctor/standing-job.ts"
import type { UnitWork } from "../../src/host/apps/unit-work.ts"

const { signal } = new AbortController()
const minute = 60_000
const now = 1_000 * minute

/** A job that was posted so many minutes ago. */
function job(minutes: number, id = "stuck"): [number, string, ...unknown[]] {
  return [1, id, {}, { create_time: now - minutes * minute }, []]
}

const resting: UnitWork = { blocked: 0, cpu: 7, gpu: 0, now }

type Given = {
  readonly ended?: number
  readonly jobs?: readonly (readonly [number, string, ...unknown[]])[]
  readonly later?: readonly (readonly [number, string, ...unknown[]])[]
  readonly work?: (look: number) => Partial<UnitWork>
}

/** What is said of a ComfyUI; its last job ended so many minutes ago. */
function said({ ended, jobs = [job(25)], later = jobs, work }: Given) {
  let [asked, looks] = [0, 0]
  const messages: [string, Record<string, unknown>][] =
    ended === undefined
      ? []
      : [["execution_success", { timestamp: now - ended * minute }]]
  const status = { completed: true, messages, status_str: "success" }
  return standingJob(
    {
      between: 1,
      history: async () => ({ last: { outputs: {}, status } }),
      async queue() {
        const running = asked === 0 ? jobs : later
        asked += 1
        return { queue_pending: [], queue_running: [...running] as never }
      },
      async work() {
        looks += 1
        return { ...resting, ...work?.(looks) }
      },
    },
    signal,
  )
}

test.for([
  ["a job that uses nothing for long", {}, 25],
  ["one that waited for another", { ended: 12 }, 12],
] as const)("%s stands still", async ([, given, minutes]) => {
  expect(await said(given)).toBe(minutes)
})

test.for<readonly [string, Given]>([
  ["no job", { jobs: [] }],
  ["a job of a version that doesn't date it", { jobs: [[1, "old", {}, {}]] }],
  ["a young job", { jobs: [job(9)] }],
  ["an old one that has just begun", { ended: 1 }],
  ["one that has ended meanwhile", { later: [] }],
  ["one that another followed", { later: [job(20, "next")] }],
  ["one that computes", { work: (look) => ({ cpu: look }) }],
  ["one that computes now and then", { work: (n) => ({ cpu: n > 4 ? 9 : 7 }) }],
  ["one that the GPU works on", { work: () => ({ gpu: 97 }) }],
  [
    "one that the GPU works on later",
    { work: (n) => ({ gpu: n > 4 ? 5 : 0 }) },
  ],
  ["one that reads from a slow disk", { work: () => ({ blocked: 1 }) }],
  ["one whose CPU nobody counts", { work: () => ({ cpu: undefined }) }],
  ["one whose GPU doesn't tell", { work: () => ({ gpu: undefined }) }],
])("%s is no finding", async ([, given]) => {
  expect(await said(given)).toBe(undefined)
})

test("a host that falls silent is no finding", async () => {
  const work = () => {
    throw new Error("no answer")
  }
  expect(await said({ work })).toBe(undefined)
})
