import { expect, test } from "vitest"
import type { BuildSight } from "../../src/nix/log/sight.ts"
import { buildLine, underWay } from "../../src/output/build-lines.ts"

const build: BuildSight = {
  building: [
    { name: "torch-2.9.1", on: "neon", since: 750 },
    { name: "etc", on: "", since: 998 },
  ],
  built: 3,
  copied: 1_200_000_000,
  copying: [
    {
      done: 20_000_000,
      from: "https://cache.lan",
      name: "cudnn-9.13.0",
      size: 1_000_000_000,
      to: "",
    },
    { done: 0, from: "", name: "magma-2.9.0", size: 0, to: "neon" },
  ],
  failed: 0,
  left: 372,
  speed: 23_000_000,
  toBuild: 15,
  toCopy: 3_400_000_000,
}

const rows: readonly (readonly [string, Partial<BuildSight>, string])[] = [
  [
    "all of it",
    {},
    "[###-------------]  20%  built 3 of 15, about 6m 12s left",
  ],
  [
    "builds that failed",
    { copied: 0, failed: 1, toCopy: 0 },
    "[###-------------]  20%  built 3 of 15, 1 failed, about 6m 12s left",
  ],
  [
    "only a download",
    { built: 0, toBuild: 0 },
    "[#####-----------]  35%  about 6m 12s left",
  ],
  [
    "nothing yet",
    { built: 0, copied: 0, left: 0, speed: 0 },
    "[----------------]   0%  built 0 of 15",
  ],
]

test.each(rows)("one line has %s", (_, changed, line) => {
  const seen = { at: 1000, build: { ...build, ...changed } }
  expect(buildLine(seen, 1000)).toBe(line)
})

test("what goes on has its machine, its seconds and its bytes", () => {
  expect(underWay({ at: 1000, build }, 1000)).toEqual([
    "building torch-2.9.1 on neon 4m 10s",
    "building etc 2.0s",
    "copied 1.2 GB of 3.4 GB, 23 MB/s",
    "copying cudnn-9.13.0 from https://cache.lan 20 MB of 1 GB",
    "copying magma-2.9.0 to neon",
  ])
})

test("a speed that was told long ago is not shown, and time goes on", () => {
  const seen = { at: 1000, build }
  expect(underWay(seen, 1072)).toContain("copied 1.2 GB of 3.4 GB")
  expect(buildLine(seen, 1072)).toContain("about 5m 00s left")
  expect(buildLine(seen, 2000)).not.toContain("left")
})

test("what was copied is not told once nothing is copied any more", () => {
  const over = { ...build, building: [], copied: build.toCopy, copying: [] }
  expect(underWay({ at: 1000, build: over }, 1000)).toEqual([])
})
