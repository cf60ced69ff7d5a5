import { setTimeout as wait } from "node:timers/promises"
import { z } from "zod"
import type { HistoryEntry, queue } from "../apps/comfyui/answers.ts"
import type { UnitWork } from "../host/apps/unit-work.ts"

/** What is asked about ComfyUI and its running job. */
export type JobQuestion = {
  /** Milliseconds between two looks. */
  readonly between?: number
  /** What became of the job before. */
  readonly history: () => Promise<Readonly<Record<string, HistoryEntry>>>
  readonly queue: () => Promise<z.infer<typeof queue>>
  readonly work: () => Promise<UnitWork>
}

/** Minutes; a job that asks others by network may wait that long. */
const long = 10

const looks = 5

/** Less of a CPU than a process has that computes on a busy machine. */
const idle = 0.01

/** ComfyUI 0.3.64 doesn't tell when a job was posted, 0.25.0 does. */
const dated = z
  .tuple([
    z.number(),
    z.string(),
    z.unknown(),
    z.looseObject({ create_time: z.number() }),
  ])
  .rest(z.unknown())

/**
 * For how many minutes the running job has stood still: it was begun so long
 * ago, and look after look uses neither CPU nor GPU, nor waits for a disk.
 * Undefined where it does, where none runs, and where any of it isn't told: a
 * job that takes long is none that hangs. Errors: none.
 */
export async function standingJob(
  { between = 2000, history, queue, work }: JobQuestion,
  signal: AbortSignal,
): Promise<number | undefined> {
  try {
    const job = await runningOf(queue)
    if (job === undefined) return undefined
    let before = await work()
    const begun = Math.max(job.posted, endOf(await history()))
    const minutes = Math.floor((before.now - begun) / 60_000)
    if (minutes < long) return undefined
    for (let look = 0; look < looks; look += 1) {
      const start = performance.now()
      await wait(between, undefined, { signal })
      const after = await work()
      const seconds = (performance.now() - start) / 1000
      if (isAtWork(before, after, seconds)) return undefined
      before = after
    }
    const still = await runningOf(queue)
    return still?.id === job.id ? minutes : undefined
  } catch {
    return undefined
  }
}

async function runningOf(look: JobQuestion["queue"]) {
  const { queue_running: running } = await look()
  const told = dated.safeParse(running[0])
  if (!told.success) return undefined
  const [, id, , about] = told.data
  return { id, posted: about.create_time }
}

/** When the last job ended that ComfyUI remembers; 0 where it says nothing. */
function endOf(history: Readonly<Record<string, HistoryEntry>>): number {
  const times = Object.values(history).flatMap(({ status }) =>
    status.messages.map(([, { timestamp }]) => Number(timestamp) || 0),
  )
  return Math.max(0, ...times)
}

function isAtWork(before: UnitWork, after: UnitWork, seconds: number): boolean {
  if (before.cpu === undefined || after.cpu === undefined) return true
  if (before.gpu !== 0 || after.gpu !== 0) return true
  if (before.blocked + after.blocked > 0) return true
  return after.cpu - before.cpu > idle * seconds
}
