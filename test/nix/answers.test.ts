import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { parseDerivations } from "../../src/nix/derivation.ts"
import { readFlakeLock } from "../../src/nix/flake-lock.ts"
import { parsePathInfos } from "../../src/nix/cache/path-info.ts"
import { nameOf } from "../../src/nix/store-path.ts"

const torch = "python3.13-torch-2.9.1"

const recording = (name: string) =>
  readFileSync(new URL(`../fixtures/nix/${name}`, import.meta.url), "utf8")

describe.each(["2.26.3", "2.34.8"])("answers of Nix %s", (version) => {
  test("derivations tell features and where they are built", () => {
    const stdout = recording(`derivation-show.${version}.stdout`)
    const found = Object.fromEntries(
      parseDerivations(stdout).map((it) => [it.name, it]),
    )
    expect(Object.keys(found)).toHaveLength(5)
    expect(found["python3.13-torch-2.9.1"]).toMatchObject({
      allowSubstitutes: true,
      drv: `/nix/store/n7k25bc9a67qah7xza0n6wlqsz2jgfqp-${torch}.drv`,
      fixedOutput: false,
      outputs: {
        out: `/nix/store/ban7dl6x31agbaigxk19v5n0w2synvsh-${torch}`,
      },
      preferLocalBuild: false,
      requiredSystemFeatures: ["big-parallel", "cuda"],
      system: "x86_64-linux",
    })
    expect(found["unit-comfyui.service"]).toMatchObject({
      allowSubstitutes: false,
      inputs: [`/nix/store/n7k25bc9a67qah7xza0n6wlqsz2jgfqp-${torch}.drv`],
      preferLocalBuild: true,
    })
    expect(found["comfyui-src.tar.gz"]).toMatchObject({ fixedOutput: true })
    expect(found["structured"]).toMatchObject({
      preferLocalBuild: true,
      requiredSystemFeatures: ["kvm"],
    })
  })

  test("path infos tell found from missing", () => {
    const infos = parsePathInfos(recording(`pathinfo-remote.${version}.stdout`))
    expect(infos.missing.map(nameOf)).toEqual(["torch"])
    expect(infos.found).toHaveLength(1)
    expect(infos.found[0]).toMatchObject({ downloadSize: 972, narSize: 3392 })
    const [info] = infos.found
    if (info === undefined) throw new Error("none")
    expect(info.references).toHaveLength(6)
    expect(info.narHash).toMatch(/^sha256-/)
    expect(info.signatures).toEqual([expect.stringMatching(/^lab-1:/)])
  })

  test("a lock tells its inputs", () => {
    const text = recording(`flake-metadata.${version}.stdout`)
    const { locks } = JSON.parse(text) as { locks: unknown }
    expect(readFlakeLock(JSON.stringify(locks))).toEqual([
      {
        lastModified: 1795353928,
        name: "nixpkgs",
        narHash: "sha256-LLmHCM4wkCIPfljWfhxtYVi3+h7VsfiMq09kkNqRZc8=",
        revision: undefined,
        type: "path",
      },
    ])
  })
})

test.each([1, 2])("path infos in format %i of 2.34 say the same", (format) => {
  const text = recording(`pathinfo-format-${format}.2.34.8.stdout`)
  const infos = parsePathInfos(text)
  expect(infos.missing.map(nameOf)).toEqual(["torch"])
  expect(infos.found).toEqual([
    {
      downloadSize: undefined,
      narHash: "sha256-MZeXFqITVIj4dnYOzecizy5PWevDhVPBNOcdoWwhPh8=",
      narSize: 184,
      path: "/nix/store/vjx4rnawdwh32q830jlf0z9rhp44xwp9-unit-comfyui.service",
      references: [`/nix/store/ban7dl6x31agbaigxk19v5n0w2synvsh-${torch}`],
      signatures: [],
    },
  ])
})

test("an input that follows another is that one", () => {
  const locked = { narHash: "sha256-a", rev: "abc", type: "github" }
  const text = JSON.stringify({
    nodes: {
      dots: { inputs: { nixpkgs: ["nixpkgs"] }, locked: { type: "path" } },
      nixpkgs: { locked },
      root: {
        inputs: { dots: "dots", nixpkgs: "nixpkgs", pkgs: ["dots", "nixpkgs"] },
      },
    },
    root: "root",
    version: 7,
  })
  const inputs = readFlakeLock(text)
  expect(inputs.map(({ name, revision }) => [name, revision])).toEqual([
    ["dots", undefined],
    ["nixpkgs", "abc"],
    ["pkgs", "abc"],
  ])
})

test.each(["", "[]", "{}", "null", '{"version":99,"nodes":{}}'])(
  "a lock that is none is refused: %j",
  (text) => {
    expect(() => readFlakeLock(text)).toThrow("can't parse")
  },
)

test.each(["", "1", '{"a":1}', "null"])(
  "an answer of another form is refused: %j",
  (text) => {
    expect(() => parseDerivations(text)).toThrow("can't parse")
    expect(() => parsePathInfos(text)).toThrow("can't parse")
  },
)
