import { expect, test } from "vitest"
import {
  accepted,
  executionError,
  history,
  queue,
  rejected,
  systemStats,
} from "../../src/apps/comfyui/answers.ts"
import {
  type Exchange,
  readRecording,
  recordedBody,
  recordingsIn,
} from "../standins/comfyui-contract/recording.ts"

const recordings = await recordingsIn("prompt")

test.for(recordings)("%s is understood", async (path) => {
  const recorded = await readRecording<Exchange>(path)
  const { status } = recorded.response
  const body = recordedBody(recorded)
  expect(accepted.safeParse(body).success).toBe(status === 200)
  expect(rejected.safeParse(body).success).toBe(status === 400)
  const after = recorded.history_after
  if (typeof after === "object") history.parse(after)
})

test("recorded queues are understood", async () => {
  const nine = await readRecording("queue/get-queue-nine-jobs.json")
  expect(queue.parse(nine).queue_pending).toHaveLength(8)
  const idle = await readRecording<Exchange>("http/get-queue.json")
  expect(queue.parse(recordedBody(idle)).queue_running).toEqual([])
})

test("recorded statistics are understood", async () => {
  const idle = await readRecording<Exchange>("http/get-system-stats.json")
  expect(systemStats.parse(recordedBody(idle)).devices[0]?.type).toBe("cuda")
  const cpu = await readRecording<{ system_stats: unknown }>(
    "start/cpu-flag.json",
  )
  const { devices, system } = systemStats.parse(cpu.system_stats)
  expect(devices[0]?.type).toBe("cpu")
  expect(system.argv).toContain("--cpu")
})

type Moment = { kind?: string; body?: unknown }

test("a recorded out of memory is understood", async () => {
  const moments = await readRecording<Moment[]>("sd/oom-blur.jsonl")
  const body = moments.find(({ kind }) => kind === "history")?.body
  const [entry] = Object.values(history.parse(body))
  const messages = entry?.status.messages ?? []
  const data = messages.find(([name]) => name === "execution_error")?.[1]
  expect(executionError.parse(data).exception_type).toBe(
    "torch.OutOfMemoryError",
  )
})
