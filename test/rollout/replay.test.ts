import { expect, test } from "vitest"
import type { Entry } from "../../src/rollout/entry.ts"
import { replay } from "../../src/rollout/replay.ts"

const at = "2026-01-01T12:00:00.000Z"
const begun: Entry = {
  at,
  entry: "begun",
  machine: "couch",
  pid: 7,
  settings: {
    allowHeavyBuilds: false,
    canary: 1,
    maxFailures: 0,
    onFailure: "stop",
    parallel: 10,
    soak: 0,
    wave: { count: 2 },
  },
  version: 1,
  waves: [
    { hosts: ["argon"], kind: "canary" },
    { hosts: ["neon", "radon"], kind: "wave" },
  ],
}
const started = (host: string, id = "one"): Entry => ({
  at,
  entry: "host-started",
  host,
  id,
})
const ended = (host: string, verdict: "committed" | "interrupted"): Entry => ({
  at,
  entry: "host-ended",
  host,
  seconds: 3,
  verdict,
})

test("hosts that a journal does not name are waiting", () => {
  const progress = replay([begun])
  expect([...(progress?.hosts ?? [])]).toEqual([
    ["argon", { is: "waiting" }],
    ["neon", { is: "waiting" }],
    ["radon", { is: "waiting" }],
  ])
  expect(progress?.ended).toBe(false)
})

test("a host that started and did not end is under way, by its last id", () => {
  const entries = [started("neon"), started("neon", "two")]
  const progress = replay([begun, ...entries])
  expect(progress?.hosts.get("neon")).toEqual({ id: "two", is: "under-way" })
})

test("a host that ended keeps its verdict", () => {
  const progress = replay([
    begun,
    started("argon"),
    ended("argon", "committed"),
  ])
  expect(progress?.hosts.get("argon")).toEqual({
    is: "ended",
    seconds: 3,
    verdict: "committed",
  })
})

test("a host that Ctrl-C stopped waits for another turn", () => {
  const entries = [started("argon"), ended("argon", "interrupted")]
  const progress = replay([begun, ...entries])
  expect(progress?.hosts.get("argon")).toEqual({ is: "waiting" })
})

test("whoever resumed it last is its writer", () => {
  const resumed: Entry = { at, entry: "resumed", machine: "desk", pid: 8 }
  expect(replay([begun])?.writer).toEqual({ machine: "couch", pid: 7 })
  expect(replay([begun, resumed])?.writer).toEqual({ machine: "desk", pid: 8 })
})

test("a journal that does not begin with the plan is none", () => {
  expect(replay([])).toBeUndefined()
  expect(replay([started("argon")])).toBeUndefined()
  expect(replay([begun, begun])).toBeUndefined()
})
