import { setImmediate } from "node:timers/promises"
import { expect, test } from "vitest"
import type { Verdict } from "../../src/deploy/outcome/verdict.ts"
import type { RolloutEventBody } from "../../src/rollout/event.ts"
import { runWaves } from "../../src/rollout/run-waves.ts"
import type { Settings, Wave } from "../../src/rollout/settings.ts"
import { inventoryHost } from "../deploy/facts.ts"

const settings: Settings = {
  allowHeavyBuilds: false,
  canary: 1,
  maxFailures: 0,
  onFailure: "stop",
  parallel: 10,
  soak: 0,
  wave: { percent: 50 },
}

const waves: readonly Wave[] = [
  { hosts: ["argon"], kind: "canary" },
  { hosts: ["krypton", "neon"], kind: "wave" },
  { hosts: ["xenon"], kind: "last" },
]

type Given = {
  readonly known?: readonly string[]
  readonly more?: Partial<Settings>
  readonly stopAfter?: string
  readonly verdicts?: Readonly<Record<string, Verdict>>
}

/** Runs the waves; who had a turn, what was told, and the end. */
async function run({ known = [], more, stopAfter, verdicts = {} }: Given) {
  const turns: string[] = []
  const told: RolloutEventBody[] = []
  const stopping = new AbortController()
  const result = (host: string) => ({
    host,
    notes: [],
    seconds: 1,
    stages: [],
    verdict: verdicts[host] ?? ("committed" as const),
  })
  const names = waves.flatMap(({ hosts }) => hosts)
  const outcome = await runWaves(
    {
      emit: (event) => told.push(event),
      hosts: new Map(names.map((name) => [name, inventoryHost({ name })])),
      known: new Map(known.map((name) => [name, result(name)])),
      settings: { ...settings, ...more },
      turn: async ({ name }) => {
        turns.push(name)
        // Every host that may start now has started before one ends.
        await setImmediate()
        if (name === stopAfter) stopping.abort()
        return result(name)
      },
      waves,
    },
    { signal: stopping.signal },
  )
  return { outcome, told, turns }
}

test("every host has one turn, wave by wave", async () => {
  const { outcome, told, turns } = await run({})
  expect(turns).toEqual(["argon", "krypton", "neon", "xenon"])
  expect([...outcome.results.keys()]).toEqual(turns)
  expect(outcome.stopped).toBeUndefined()
  expect(told.map(({ event }) => event)).toEqual(
    waves.flatMap(() => ["wave-started", "wave-ended"]),
  )
})

test("a canary that fails stops it before the next wave", async () => {
  const { outcome, turns } = await run({ verdicts: { argon: "rolled-back" } })
  expect(turns).toEqual(["argon"])
  expect(outcome.stopped).toContain("argon")
})

test("the hosts of a wave that were started come to their end", async () => {
  const { turns } = await run({ verdicts: { krypton: "failed" } })
  expect(turns).toEqual(["argon", "krypton", "neon"])
})

test("one at a time, a failure starts no more of its wave", async () => {
  const verdicts = { krypton: "failed" } as const
  const { turns } = await run({ more: { parallel: 1 }, verdicts })
  expect(turns).toEqual(["argon", "krypton"])
})

test("failures within the budget stop nothing", async () => {
  const verdicts = { krypton: "failed" } as const
  const { turns } = await run({ more: { maxFailures: 1 }, verdicts })
  expect(turns).toContain("xenon")
})

test("hosts that ended before have no turn again", async () => {
  const { outcome, turns } = await run({ known: ["argon", "krypton"] })
  expect(turns).toEqual(["neon", "xenon"])
  expect(outcome.results.size).toBe(4)
})

test("Ctrl-C starts no other wave", async () => {
  const { outcome, turns } = await run({ stopAfter: "argon" })
  expect(turns).toEqual(["argon"])
  expect(outcome.stopped).toBeUndefined()
})
