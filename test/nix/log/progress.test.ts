import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { parseLogLine } from "../../../src/nix/log/log-line.ts"
import {
  bytesOf,
  type Progress,
  progressReader,
} from "../../../src/nix/log/progress.ts"
import {
  type BuildSight,
  type Expected,
  nothingExpected,
  sightOf,
  speedOf,
} from "../../../src/nix/log/sight.ts"

/** Reads a recording whose lines come a tenth of a second apart. */
function read(name: string, each: (progress: Progress, at: number) => void) {
  const file = new URL(`../../fixtures/nix/${name}.stderr`, import.meta.url)
  const { follow, progress } = progressReader()
  const lines = readFileSync(file, "utf8").split("\n")
  for (const [at, line] of lines.entries()) {
    follow(parseLogLine(line), at / 10)
    each(progress, at / 10)
  }
  return progress
}

const lastOf = (name: string) => read(name, () => {})
function sightsOf(name: string): readonly BuildSight[] {
  const sights: BuildSight[] = []
  read(name, (progress, at) =>
    sights.push(sightOf(progress, nothingExpected, at)),
  )
  return sights
}

describe.each(["2.26.3", "2.34.8"])("a build by Nix %s", (version) => {
  const mixed = `deploy-remote-and-subst-json.${version}`

  test("on a builder is one build, with the builder and its seconds", () => {
    const { builds } = lastOf(mixed)
    const all = [...builds.values()]
    expect(all).toHaveLength(6)
    expect(new Set(all.map(({ machine }) => machine))).toEqual(
      new Set(["ssh-ng://builder1"]),
    )
    for (const { since, until } of all) expect(until).toBeGreaterThan(since)
  })

  test("is never ahead of itself, and all done at its end", () => {
    const sights = sightsOf(mixed)
    for (const sight of sights) {
      expect(sight.built).toBeLessThanOrEqual(sight.toBuild)
      expect(sight.copied).toBeLessThanOrEqual(sight.toCopy)
    }
    expect(sights.at(-1)).toMatchObject({
      building: [],
      built: 6,
      copying: [],
      failed: 0,
      left: 0,
      toBuild: 6,
    })
  })

  test("says what is built where, and since when", () => {
    const first = sightsOf(mixed).find(({ building }) => building.length > 0)
    expect(first?.building).toMatchObject([
      { name: "python3.13-torch-2.9.1", on: "ssh-ng://builder1" },
    ])
    expect(first?.building[0]?.since).toBeGreaterThan(0)
  })

  test("says what is copied from where, and how much of it", () => {
    const sights = sightsOf(`subst-ok-json.${version}`)
    const copies = sights.flatMap(({ copying }) => copying)
    expect(new Set(copies.map(({ from }) => from))).toEqual(
      new Set(["http://127.0.0.1:8081"]),
    )
    const torch = copies.filter(({ name }) => name.includes("torch-2"))
    expect(torch.some(({ done, size }) => done > 0 && done < size)).toBe(true)
    // Unpacked; of the smallest paths, 2.26 says no bytes.
    const { done, expected } = bytesOf(lastOf(`subst-ok-json.${version}`))
    expect(done).toBeGreaterThan(8_000_000)
    expect(expected).toBe(done)
  })

  test("copied to a machine has no more bytes than it has", () => {
    const copied = lastOf(`copy-ok-json.${version}`)
    expect(bytesOf(copied).done).toBe(bytesOf(copied).expected)
    expect(bytesOf(copied).done).toBeGreaterThan(8_000_000)
  })

  test("has a speed, of late only", () => {
    const speeds: number[] = []
    read(`copy-ok-json.${version}`, (progress) => {
      speeds.push(...[speedOf(progress) ?? []].flat())
      expect(progress.marks.length).toBeLessThan(14)
    })
    expect(Math.max(...speeds)).toBeGreaterThan(10_000)
  })

  test("that fails is over too", () => {
    const { builds, counted } = lastOf(`build-fail-json.${version}`)
    for (const { until } of builds.values()) expect(until).toBeDefined()
    expect(counted.failed).toBeGreaterThan(0)
  })
})

const line = (said: object) => parseLogLine(`@nix ${JSON.stringify(said)}`)
const start = (id: number, type: number, fields: unknown[], parent = 0) =>
  line({ action: "start", fields, id, parent, type })
const stop = (id: number) => line({ action: "stop", id })
const bytes = (id: number, done: number, size: number) =>
  line({ action: "result", fields: [done, size, 0, 0], id, type: 105 })
type Step = readonly [number, ReturnType<typeof line>]
function fold(steps: readonly Step[], expected: Expected = nothingExpected) {
  const { follow, progress } = progressReader(expected.secondsOf)
  for (const [at, said] of steps) follow(said, at)
  return progress
}

test("a remote build ends when the builder says so, not with the hook", () => {
  const drv = "/nix/store/00000000000000000000000000000000-torch-2.drv"
  const state = fold([
    [1, start(1, 105, [drv, "ssh-ng://neon", 1, 1])],
    [2, start(2, 105, [drv, "", 1, 1], 7)],
    [61, stop(2)],
    [300, stop(1)],
  ])
  expect(state.builds.get(drv)).toMatchObject({ since: 1, until: 61 })
})

test("what a builder fetches for itself is not copied here", () => {
  const path = "/nix/store/00000000000000000000000000000000-x-1"
  const there = [path, "https://cache.lan"]
  const state = fold([
    [0, start(1, 108, there, 77)],
    [0, start(2, 100, [path, "https://cache.lan", "local"], 1)],
    [1, bytes(2, 50, 100)],
  ])
  expect(bytesOf(state)).toEqual({ done: 0, expected: 0 })
})

describe("an estimate", () => {
  const drv = (name: string) =>
    `/nix/store/00000000000000000000000000000000-${name}.drv`
  const path = "/nix/store/00000000000000000000000000000000-x-1"
  const torch = {
    ...nothingExpected,
    builds: 1,
    secondsOf: (it: string) => (it.includes("torch") ? 3600 : undefined),
    slow: 3600,
  }
  const left = (expected: Expected, now: number, ...steps: readonly Step[]) =>
    sightOf(fold(steps, expected), expected, now).left

  test("of a slow build is the table's, less what has gone by", () => {
    const begun: Step = [100, start(1, 105, [drv("torch-2"), "", 1, 1])]
    expect(left(torch, 700, begun)).toBe(3000)
    expect(left(torch, 3600 + 101, begun)).toBeUndefined()
    expect(left(torch, 900, begun, [900, stop(1)])).toBe(0)
  })

  test("of a download is by its speed, and waits for one", () => {
    const planned = { ...nothingExpected, builds: 0, bytes: 1000 }
    const begun: readonly Step[] = [
      [0, start(2, 100, [path, "https://cache.lan", "local"])],
      [0.5, bytes(2, 10, 1000)],
    ]
    expect(left(planned, 0.5, ...begun)).toBeUndefined()
    expect(left(planned, 5, ...begun, [5, bytes(2, 500, 1000)])).toBe(5)
  })

  test("of light builds is by their mean, once there are some", () => {
    const planned = { ...nothingExpected, builds: 5 }
    const steps = [1, 2, 3].flatMap((id): readonly Step[] => [
      [id * 10, start(id, 105, [drv(`light-${id}`), "", 1, 1])],
      [id * 10 + 4, stop(id)],
    ])
    expect(left(planned, 30, ...steps.slice(0, 4))).toBeUndefined()
    expect(left(planned, 40, ...steps)).toBe(8)
  })
})

test("a line costs the same, however many builds there are", () => {
  const asked: string[] = []
  const secondsOf = (drv: string) => {
    asked.push(drv)
    return 60
  }
  const { follow, progress } = progressReader(secondsOf)
  // Who goes through all of them is told so.
  const walks = () => {
    throw new Error("goes through all builds")
  }
  const all = progress.builds as Map<string, unknown>
  for (const way of ["entries", "forEach", "keys", "values"] as const)
    all[way] = walks
  all[Symbol.iterator] = walks
  const count = 10_000
  for (let id = 1; id <= count; id += 1) {
    const hash = `${id}`.padStart(32, "0")
    const fields = [`/nix/store/${hash}-x-1.drv`, "", 1, 1]
    follow(start(id, 105, fields), id)
    follow(stop(id), id + 1)
  }
  const sight = sightOf(progress, nothingExpected, count)
  expect(sight).toMatchObject({ built: count, left: 0, toBuild: count })
  expect(asked).toHaveLength(count)
})
