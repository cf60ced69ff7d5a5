import { PassThrough } from "node:stream"
import { afterEach, beforeEach, expect, test, vi } from "vitest"
import type { EventBody } from "../../src/deploy/event.ts"
import type { BuildSight } from "../../src/nix/log/sight.ts"
import { plain } from "../../src/output/plain.ts"

const start = new Date("2026-01-02T03:04:05")
beforeEach(() => {
  vi.useFakeTimers({ now: start })
})
afterEach(() => {
  vi.useRealTimers()
})

function reading(verbose = false) {
  const stream = new PassThrough()
  const now = () => new Date()
  const reader = plain({ heartbeat: 30, now, stream, verbose })
  const emit = (host: string, body: EventBody) =>
    reader.emit({ at: new Date().toISOString(), host, ...body })
  const lines = () => {
    const text: unknown = stream.read()
    return text === null ? [] : String(text).trimEnd().split("\n")
  }
  return { emit, lines, reader }
}

test("a line an event, with time, host, stage and seconds", () => {
  const { emit, lines } = reading()
  emit("lithium", { event: "started", stage: "build", title: "Build" })
  emit("lithium", { event: "progress", stage: "build", text: "3 of 7" })
  emit("lithium", { event: "done", seconds: 41, stage: "build" })
  emit("neon", {
    code: "SDOPS_DISK",
    event: "failed",
    message: "no room",
    seconds: 0.25,
    stage: "guard",
  })
  emit("neon", { event: "verdict", seconds: 125, verdict: "refused" })
  expect(lines()).toEqual([
    "03:04:05 lithium build started",
    "03:04:05 lithium build 3 of 7",
    "03:04:05 lithium build done 41s",
    "03:04:05 neon guard failed 0.3s  SDOPS_DISK: no room",
    "03:04:05 neon refused 2m 05s",
  ])
})

test("the host's own output is shown only when asked for", () => {
  for (const verbose of [false, true]) {
    const { emit, lines } = reading(verbose)
    emit("lithium", { event: "output", line: "gcc -O2", stage: "build" })
    expect(lines().length).toBe(verbose ? 1 : 0)
  }
})

test("after 30 quiet seconds each running stage is named", async () => {
  const { emit, lines, reader } = reading()
  emit("lithium", { event: "started", stage: "build", title: "Build" })
  emit("neon", { event: "started", stage: "probe", title: "Probe" })
  emit("neon", { event: "verdict", seconds: 1, verdict: "failed" })
  lines()
  await vi.advanceTimersByTimeAsync(29_000)
  expect(lines()).toEqual([])
  await vi.advanceTimersByTimeAsync(31_000)
  expect(lines()).toEqual([
    "03:04:35 lithium build running 30s",
    "03:05:05 lithium build running 1m 00s",
  ])
  await reader.close()
  await vi.advanceTimersByTimeAsync(60_000)
  expect(lines()).toEqual([])
})

test("a build that talks says how far it is, every 30 seconds", async () => {
  const { emit, lines, reader } = reading()
  const build: BuildSight = {
    building: [
      { name: "torch-2.9.1", on: "neon", since: start.getTime() / 1000 },
    ],
    built: 3,
    copied: 0,
    copying: [],
    failed: 0,
    toBuild: 15,
    toCopy: 0,
  }
  emit("lithium", { event: "started", stage: "build", title: "Build" })
  emit("neon", { event: "started", stage: "probe", title: "Probe" })
  lines()
  for (let second = 0; second < 30; second++) {
    emit("lithium", { build, event: "building", stage: "build" })
    emit("neon", { event: "progress", stage: "probe", text: "asking" })
    await vi.advanceTimersByTimeAsync(1000)
  }
  expect(lines().filter((line) => !line.includes("asking"))).toEqual([
    "03:04:35 lithium build [###-------------]  20%  built 3 of 15",
    "03:04:35 lithium build building torch-2.9.1 on neon 30s",
  ])
  await reader.close()
})
