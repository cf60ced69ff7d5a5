import { expect, test } from "vitest"
import { flakeModule } from "../../src/adopt/configuration/flake-module.ts"
import { fleetChange } from "../../src/adopt/fleet-change.ts"
import { gpuOf } from "../../src/adopt/gpu-of.ts"
import { isSupported, pinOf, readNixosVersion } from "../../src/adopt/pin.ts"
import { nameFor } from "../../src/adopt/name-for.ts"
import { systemsOf } from "../../src/adopt/configuration/systems-of-flake.ts"
import { hostFacts } from "../deploy/facts.ts"

const rev = "e6f23dc08d3624daab7094b701aa3954923c6bbb"

test.each([
  ["lithium.lan", undefined, "lithium"],
  ["10.0.0.7", "Neon.lan", "neon"],
  ["10.0.0.7", "localhost", undefined],
  ["fd00::1", "all", undefined],
  ["fleet.lan", "neon", "neon"],
])("%s whose host says %s is named %s", (address, hostname, name) => {
  expect(nameFor(address, hostname)).toBe(name)
})

test.each([
  [`{"nixosVersion":"26.05.1.abc","nixpkgsRevision":"${rev}"}`, undefined, rev],
  [`{"nixosVersion":"23.11.7870.e6f23dc"}`, rev, rev],
  [`{"nixosVersion":"23.11.7870.aaaaaaa"}`, rev, "nixos-23.11"],
  ['{"nixosVersion":"24.05pre-git"}', rev, "nixos-24.05"],
  ["nonsense", rev, "nixos-26.05"],
])("%s with the channel %s pins %s", (version, channel, expected) => {
  const pin = pinOf(readNixosVersion(version), channel)
  expect(pin.reference).toBe(`github:NixOS/nixpkgs/${expected}`)
})

test("releases since 23.11 are a beginning", () => {
  const releases = ["22.11", "23.05", "23.11", "24.05", "26.05"]
  expect(releases.filter(isSupported)).toEqual(["23.11", "24.05", "26.05"])
})

const smi = (output: string) =>
  hostFacts({ nvidiaModule: "", smiExit: 0, smiOutput: output })

test.each([
  [
    smi("0, GPU-1, NVIDIA GeForce GTX 1060 6GB, 580.1.2, 6144, 6.1"),
    { computeCapability: "6.1", model: "GeForce GTX 1060 6GB" },
    [],
  ],
  [
    smi("0, a, NVIDIA L40S, 580.1, 1, 8.9\n1, b, NVIDIA H200, 580.1, 2, 9.0"),
    { computeCapability: "9.0", model: "H200" },
    [/GPUs: L40S, H200; chose H200, by its memory/],
  ],
  [
    smi(
      "0, a, NVIDIA GeForce GT 1030, 580.1, 2048, 6.1\n" +
        "1, b, NVIDIA RTX PRO 6000, 580.1, 97887, 12.0",
    ),
    { computeCapability: "12.0", model: "RTX PRO 6000" },
    [/chose RTX PRO 6000/, /GT 1030 needs the closed .* can't serve both/],
  ],
  [
    smi("0, a, Tesla K80, 470.1, 11441, [N/A]"),
    { model: "Tesla K80" },
    [/doesn't report the compute capability/],
  ],
  [
    smi("0, a, GRID V100D-8Q, 550.1, 8192, 7.0"),
    { computeCapability: "7.0", model: "GRID V100D-8Q" },
    [/GRID V100D-8Q is a vGPU/],
  ],
  [hostFacts({ nvidiaModule: "", pciDisplay: ["0x10de"] }), {}, [/fill/]],
])("an NVIDIA GPU %#", (facts, expected, notes) => {
  const found = gpuOf(facts)
  expect(found.gpu).toEqual({ vendor: "nvidia", ...expected })
  expect(found.notes).toEqual(
    notes.map((note) => expect.stringMatching(note) as string),
  )
})

test.each([
  [["0x1002"], "amd"],
  [["0x8086"], "none"],
  [[], "none"],
])("displays of %s are %s", (ids, vendor) => {
  const facts = hostFacts({ nvidiaModule: "", pciDisplay: ids })
  expect(gpuOf(facts)).toEqual({ gpu: { vendor }, notes: [] })
})

test.each([
  ["github:ada/dotfiles", "dotfiles#nixosModules.default"],
  ["github:ada/nix.git#nixosModules.a-b", "nix#nixosModules.a-b"],
  ["git+ssh://git@x.org/me/conf.git?ref=main", "conf#nixosModules.default"],
  ["path:/srv/nixpkgs", "host#nixosModules.default"],
])("%s is %s", (written, module) => {
  expect(flakeModule(written).module).toBe(module)
})

test.each([
  ["https://github.com/ada/dotfiles", /github:ada\/dotfiles/],
  ["github:a/b#nixosConfigurations", /not a system/],
  ["github:a/b#x;y", /not an attribute/],
])("%s is refused", (written, message) => {
  expect(() => flakeModule(written)).toThrow(message)
})

test("a folder's input has the host's name, a repository's its own", () => {
  const written = "path:/etc/nixos#nixosConfigurations.lithium"
  expect(flakeModule(written, "neon")).toEqual({
    input: "neon",
    module: "neon#nixosConfigurations.lithium",
    reference: "path:/etc/nixos",
    system: true,
  })
  expect(flakeModule("github:ada/dotfiles", "neon").input).toBe("dotfiles")
})

test.each([
  ["outputs = { nixosConfigurations.a = f { b = 1; }; };", "a"],
  ["outputs = i@{ ... }: { nixosConfigurations = { a = 1; b = 2; }; };", "b a"],
  ["outputs = { x }: let y = 1; in { nixosConfigurations.c = y; };", "c"],
  ["outputs = { x }: { nixosConfigurations = x (h: { m = 1; }); };", "b"],
  ["outputs = _: { nixosConfigurations = { } // { ${x} = 1; }; };", "b"],
  ["inputs = ", "b"],
])("a flake with %s makes %s", (text, names) => {
  expect(systemsOf(`{ ${text} }`, "b").join(" ")).toBe(names)
})

test("a fleet keeps its nixpkgs, and gets the flake as an input", async () => {
  const pin = { because: "x", reference: `github:NixOS/nixpkgs/${rev}` }
  const flake = flakeModule("github:ada/dotfiles")
  const fleet = {
    builders: {},
    caches: [],
    hosts: new Map(),
    inputs: { nixpkgs: "github:NixOS/nixpkgs/nixos-26.05" },
    modelSites: {},
    policy: {} as never,
    root: "/x",
    warnings: [],
  }
  const change = fleetChange(fleet, pin, flake, undefined, "neon")
  expect(change.nixpkgs.reference).toBe(fleet.inputs.nixpkgs)
  expect(change.notes).toHaveLength(1)
  expect(await change.fleet()).toEqual({
    edits: [
      { do: "set", path: ["inputs", "dotfiles"], value: "github:ada/dotfiles" },
    ],
  })
  const other = { ...fleet, inputs: { dotfiles: "github:eve/dotfiles" } }
  expect(() => fleetChange(other, pin, flake, undefined, "neon")).toThrow(
    /the fleet's input dotfiles is github:eve/,
  )
})
