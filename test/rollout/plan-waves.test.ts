import fc from "fast-check"
import { expect, test } from "vitest"
import { type Candidate, planWaves } from "../../src/rollout/plan-waves.ts"

const host = (name: string, more: Partial<Candidate> = {}): Candidate => ({
  name,
  serves: false,
  tags: [],
  ...more,
})

const size = fc.oneof(
  fc.record({ count: fc.integer({ max: 9, min: 1 }) }),
  fc.record({ percent: fc.integer({ max: 100, min: 1 }) }),
)
const fleet = fc
  .uniqueArray(fc.stringMatching(/^[a-z]{1,4}$/), { maxLength: 40 })
  .chain((names) =>
    fc.tuple(
      ...names.map((name) =>
        fc.record({
          name: fc.constant(name),
          serves: fc.boolean(),
          tags: fc.subarray(["canary", "closet"]),
        }),
      ),
    ),
  )
const input = fc.record({
  hosts: fleet,
  settings: fc.record({ canary: fc.nat({ max: 5 }), wave: size }),
})

test("canaries go first, alone; then waves in the order of names", () => {
  const hosts = ["neon", "argon", "xenon", "boron", "radon"].map((n) => host(n))
  expect(planWaves(hosts, { canary: 1, wave: { count: 2 } })).toEqual([
    { hosts: ["argon"], kind: "canary" },
    { hosts: ["boron", "neon"], kind: "wave" },
    { hosts: ["radon", "xenon"], kind: "wave" },
  ])
})

test("hosts that are tagged canary are the canaries", () => {
  const hosts = [host("argon"), host("neon", { tags: ["canary"] })]
  const [first] = planWaves(hosts, { canary: 1, wave: { count: 9 } })
  expect(first).toEqual({ hosts: ["neon"], kind: "canary" })
})

test("a percentage is one of all hosts, rounded up", () => {
  const hosts = ["a", "b", "c", "d", "e"].map((name) => host(name))
  const waves = planWaves(hosts, { canary: 0, wave: { percent: 25 } })
  expect(waves.map((wave) => wave.hosts.length)).toEqual([2, 2, 1])
})

test("a builder goes last, alone, though it were a canary", () => {
  const builder = host("argon", { serves: true, tags: ["canary"] })
  const hosts = [builder, host("neon"), host("radon")]
  const waves = planWaves(hosts, { canary: 1, wave: { count: 9 } })
  expect(waves.at(-1)).toEqual({ hosts: ["argon"], kind: "last" })
  expect(waves[0]).toEqual({ hosts: ["neon"], kind: "canary" })
})

test("every host is in exactly one wave, none is empty", () => {
  fc.assert(
    fc.property(input, ({ hosts, settings }) => {
      const waves = planWaves(hosts, settings)
      const names = waves.flatMap((wave) => wave.hosts)
      expect(names.toSorted()).toEqual(hosts.map(({ name }) => name).toSorted())
      expect(waves.every((wave) => wave.hosts.length > 0)).toBe(true)
    }),
  )
})

test("the order in which hosts are given means nothing", () => {
  fc.assert(
    fc.property(input, ({ hosts, settings }) => {
      const turned = hosts.toReversed()
      expect(planWaves(turned, settings)).toEqual(planWaves(hosts, settings))
    }),
  )
})

test("no wave has more hosts than its kind may", () => {
  fc.assert(
    fc.property(input, ({ hosts, settings: { canary, wave } }) => {
      const share = "count" in wave ? wave.count / hosts.length : 0
      const percent = "percent" in wave ? wave.percent / 100 : share
      const most = Math.max(1, Math.ceil(hosts.length * percent - 1e-9))
      for (const { hosts: together, kind } of planWaves(hosts, {
        canary,
        wave,
      })) {
        const limit = { canary, last: 1, wave: most }[kind]
        expect(together.length).toBeLessThanOrEqual(limit)
      }
    }),
  )
})
