import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import table from "../../nix/data/heavy-packages.json" with { type: "json" }
import { parseDryRun } from "../../src/nix/dry-run.ts"
import { heavyBuilds } from "../../src/nix/heavy-builds.ts"
import { parseStorePath } from "../../src/nix/store-path.ts"

const hash = "nbd4fdyx0y7zjzmha19sciyifbx3jha0"
const drv = (name: string) => `/nix/store/${hash}-${name}.drv`
const heavy = (...names: string[]) =>
  heavyBuilds(names.map(drv), table.packages).map(({ name }) => name)

test("a recorded dry run has its heavy packages, the longest first", () => {
  const name = "../fixtures/nix/dry-run-partial.2.34.8.stderr"
  const text = readFileSync(new URL(name, import.meta.url), "utf8")
  const builds = heavyBuilds(parseDryRun(text).built, table.packages)
  expect(builds.map(({ name, version }) => [name, version])).toEqual([
    ["torch", "2.9.1"],
    ["magma", "2.9.0"],
    ["torchvision", "0.24.1"],
  ])
})

test("what is fetched, patched or described isn't compiled", () => {
  expect(heavy("torch-2.9.1.tar.gz", "linux-6.12.63.tar.xz")).toEqual([])
  expect(heavy("python3.13-torch-2.9.1-source", "torch-2.9.1.patch")).toEqual(
    [],
  )
})

test("a package whose name only begins alike isn't heavy", () => {
  expect(heavy("torchsde-0.2.6", "linux-pam-1.7", "llvm-manpages-1")).toEqual(
    [],
  )
})

test("a driver or library without compilation isn't heavy", () => {
  expect(heavy("nvidia-x11-580.119.02-6.12.63", "cudnn-9.13.0")).toEqual([])
})

test("the table is sorted and says each name once", () => {
  const names = table.packages.map(({ name }) => name)
  expect(names).toEqual([...new Set(names)].toSorted())
})

test.each([
  ["python3.13-torch-2.9.1", "torch", "2.9.1"],
  ["python3.13-flash-attn-2.7.4.post1", "flash-attn", "2.7.4.post1"],
  ["magma-cuda-static-2.9.0", "magma-cuda-static", "2.9.0"],
  ["python3-3.13.9-env", "python3", "3.13.9-env"],
  ["hostname", "hostname", undefined],
])("%s is %s in version %s", (name, pname, version) => {
  expect(parseStorePath(drv(name))).toEqual({ hash, name, pname, version })
})
