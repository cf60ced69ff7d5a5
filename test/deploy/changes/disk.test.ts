import { expect, test } from "vitest"
import {
  bootOf,
  diskRefusals,
  spare,
} from "../../../src/deploy/changes/disk.ts"

const fetch = {
  download: 1,
  from: [],
  heavy: [],
  paths: 1,
  unpacked: 1_000_000_000,
}
const kernel = { bytes: 20_000_000, what: "kernel" }
const initrd = { bytes: 30_000_000, what: "initrd" }

/** Where room is lacking, by what is free and what must be copied to /boot. */
test.each([
  ["there is room", 2e9, 1e8, [kernel, initrd], []],
  ["/nix is too small", 1e9, 1e8, [], ["/nix"]],
  ["/boot has no room for both", 2e9, 5e7, [kernel, initrd], ["/boot"]],
  ["/boot has room for one", 2e9, 5e7, [initrd], []],
  ["/boot is full, and nothing new", 2e9, spare.boot, [], []],
  ["both are too small", 0, 0, [kernel], ["/nix", "/boot"]],
] as const)("%s", (_, nix, boot, adds, wanted) => {
  const found = diskRefusals({
    boot: bootOf("/boot", { boot: { adds, free: boot } }),
    built: { bytes: 0, unknown: 0 },
    fetch,
    free: { boot: undefined, nix },
  })
  expect(found.map((one) => one.what === "disk" && one.where)).toEqual(wanted)
})

test("what is built counts, as far as its size is known", () => {
  const sizes = { boot: bootOf("/boot", undefined), fetch }
  const free = { boot: undefined, nix: 3e9 }
  const where = (bytes: number, unknown = 0) =>
    diskRefusals({ ...sizes, built: { bytes, unknown }, free })
  expect(where(1.9e9)).toEqual([])
  expect(where(2e9)).toEqual([
    { free: 3e9, needed: 3e9 + spare.nix, what: "disk", where: "/nix" },
  ])
  expect(where(0, 100)).toEqual([])
})

test("what isn't known refuses nothing", () => {
  const free = { boot: undefined, nix: undefined }
  const boot = bootOf("/boot", undefined)
  const built = { bytes: 1e12, unknown: 0 }
  expect(diskRefusals({ boot, built, fetch, free })).toEqual([])
})
