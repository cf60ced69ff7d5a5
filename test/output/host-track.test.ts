import { expect, test } from "vitest"
import type { EventBody } from "../../src/deploy/event.ts"
import type { BuildSight } from "../../src/nix/log/sight.ts"
import { hostTrack, type Slot } from "../../src/output/host-track.ts"
import { themeFor } from "../../src/output/theme.ts"

function tracking() {
  const verdicts: string[] = []
  const theme = themeFor(process.stdout, { colour: false })
  const verdict = (text: string) => verdicts.push(text)
  const track = hostTrack("lithium", { theme, verdict })
  const emit = (body: EventBody) =>
    track.take({ at: "2026-01-02T03:04:05Z", host: "lithium", ...body })
  return { emit, track, verdicts }
}

function slot() {
  const shown: string[] = []
  const made: Slot = {
    ask: (prompt) => prompt(process.stderr),
    say: (text) => shown.push(`> ${text}`),
    show: (title) => shown.push(title),
  }
  return { made, shown }
}

test("a stage that ended before it had a line shows its end", async () => {
  const { emit, track } = tracking()
  emit({ event: "started", stage: "plan", title: "Plan" })
  emit({ event: "done", seconds: 2, stage: "plan", text: "3 to build" })
  const { made, shown } = slot()
  await track.next(made)
  expect(shown).toEqual(["plan       2.0s  3 to build"])
})

test("a failed stage rejects its line, with its sentence", async () => {
  const { emit, track } = tracking()
  const { made, shown } = slot()
  const line = track.next(made)
  emit({ event: "started", stage: "build", title: "Build" })
  const failed = { code: "SDOPS_X", message: "gcc failed", seconds: 41 }
  emit({ event: "failed", stage: "build", ...failed })
  await expect(line).rejects.toThrow("gcc failed")
  expect(shown.at(-1)).toBe("build       41s  gcc failed")
})

test("output is named with its host, while its stage runs", async () => {
  const { emit, track } = tracking()
  const { made, shown } = slot()
  const line = track.next(made)
  emit({ event: "started", stage: "build", title: "Build" })
  emit({ event: "output", line: "compiling", stage: "build" })
  emit({ event: "done", seconds: 1, stage: "build" })
  await line
  expect(shown).toContain("> lithium: compiling")
})

test("lines that no stage takes end unseen", async () => {
  const { emit, track, verdicts } = tracking()
  const { made, shown } = slot()
  const line = track.next(made)
  emit({ event: "verdict", seconds: 83, verdict: "unchanged" })
  track.end()
  await line
  expect(shown).toEqual([])
  expect(verdicts).toEqual(["unchanged  1m 23s"])
})

test("a build shows a bar and what goes on, until it is over", async () => {
  const { emit, track } = tracking()
  const { made, shown } = slot()
  emit({ event: "started", stage: "build", title: "Build" })
  const line = track.next(made)
  const since = Date.parse("2026-01-02T03:00:00Z") / 1000
  const names = ["torch-2", "magma-2", "nccl-2", "triton-3", "cupy-13"]
  const build: BuildSight = {
    building: names.map((name) => ({ name, on: "neon", since })),
    built: 1,
    copied: 0,
    copying: [],
    failed: 0,
    toBuild: 6,
    toCopy: 0,
  }
  emit({ build, event: "building", stage: "build" })
  const [title = "", ...below] = (shown.at(-1) ?? "").split("\n")
  expect(title).toContain("[##--------------]  16%  built 1 of 6")
  expect(below).toHaveLength(5)
  expect(below[0]).toMatch(/^building torch-2 on neon \d/)
  expect(below[4]).toBe("… 1 more")
  emit({ event: "done", seconds: 61, stage: "build", text: "built" })
  await line
  expect(shown.at(-1)).toBe("build    1m 01s  built")
})
