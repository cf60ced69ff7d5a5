import { readFileSync } from "node:fs"
import { expect, test } from "vitest"
import table from "../../nix/data/heavy-packages.json" with { type: "json" }
import { compiles } from "../../src/nix/compiles.ts"
import { parseDerivations } from "../../src/nix/derivation.ts"
import { heavyBuilds } from "../../src/nix/heavy-builds.ts"
import { parseStorePath } from "../../src/nix/store-path.ts"

const hash = "nbd4fdyx0y7zjzmha19sciyifbx3jha0"
const drv = (name: string) => `/nix/store/${hash}-${name}.drv`
const heavy = (...names: string[]) =>
  heavyBuilds(names.map(drv), table.packages).map(({ name }) => name)

test("what is to be built has its heavy packages, the longest first", () => {
  const name = "../fixtures/nix/dry-run-partial.2.34.8.stderr"
  const text = readFileSync(new URL(name, import.meta.url), "utf8")
  const built = text.match(/\/nix\/store\/\S+\.drv/g) ?? []
  const builds = heavyBuilds(built, table.packages)
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

test("CUDA's version before a name isn't part of it", () => {
  expect(heavy("cuda12.9-nccl-2.30.7-1")).toEqual(["nccl"])
})

/** What nixpkgs 26.11 really has of these names, and what each does. */
const real = parseDerivations(
  readFileSync(
    new URL("../fixtures/nix/derivations-26.11.json", import.meta.url),
    "utf8",
  ),
)
const compiled: readonly string[] = [
  "chromium-unwrapped",
  "cuda12.9-nccl",
  "gcc",
  "linux",
  "llvm",
  "magma",
  "onnxruntime",
  "opencv",
  "python3.13-torch",
  "python3.13-torchvision",
  "python3.13-triton",
  "python3.13-xformers",
  "rustc",
  "triton-llvm",
]

test("of nixpkgs' derivations, those are compiled that have sources", () => {
  const names = real
    .filter(compiles)
    .map(({ name }) => name.replace(/-[0-9][^-]*(-1|-unstable.*)?$/, ""))
  expect([...new Set(names)].toSorted()).toEqual(compiled)
})

test.each([
  ["a buildEnv of a kernel's modules", /^linux-.*-modules$/],
  ["the modules that the initrd needs", /^linux-.*-shrunk$/],
  ["a wrapper", /^(chromium|gcc-wrapper|rustc-wrapper)-[0-9]/],
  ["what is unpacked and never built", /^electron-/],
  ["an environment of Python", /-env$/],
  ["a download", /\.(whl|xz)$/],
  ["a text", /^sudoers$/],
  ["a folder of wheels", /-torch-wheels-/],
  ["a wheel that another derivation has built", /^python.*-onnxruntime-/],
])("%s isn't compiled", (_, name) => {
  const found = real.filter((one) => name.test(one.name))
  expect(found.length).toBeGreaterThan(0)
  expect(found.filter(compiles)).toEqual([])
})

test("a torch of a wheel isn't heavy, one of sources is", () => {
  const torches = real.filter(({ name }) => /-torch-[0-9]/.test(name))
  const drvs = torches.map((one) => one.drv)
  expect(heavyBuilds(drvs, table.packages, real)).toHaveLength(2)
  const wheels = torches.filter((one) => !compiles(one))
  expect(wheels).toHaveLength(1)
})

test("one that wasn't read counts by its name", () => {
  const first = real.find(({ name }) => name.endsWith("-modules"))
  const drvs = [first?.drv ?? ""]
  expect(heavyBuilds(drvs, table.packages)).toHaveLength(1)
  expect(heavyBuilds(drvs, table.packages, real)).toEqual([])
})
