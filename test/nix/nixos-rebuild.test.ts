import { describe, expect, test } from "vitest"
import probes from "../fixtures/nixos-rebuild/probe.json" with { type: "json" }
import { builderLine, nixConfig } from "../../src/nix/nix-config.ts"
import {
  readRebuildProbe,
  rebuildCommand,
} from "../../src/nix/nixos-rebuild.ts"

describe("the probe of nixos-rebuild", () => {
  const read = (version: keyof typeof probes) =>
    probes[version].map(({ exit, stderr, stdout }) =>
      readRebuildProbe(exit, stdout + stderr),
    )

  test("knows the old bash one", () => {
    expect(read("bash")).toEqual([{ dialect: "bash" }, { dialect: "bash" }])
  })

  test.each([
    ["ng-2025", false],
    ["ng-2026", true],
  ] as const)("knows %s and its flags", (version, diff) => {
    for (const probe of read(version)) {
      if (probe.dialect !== "python") throw new Error(probe.dialect)
      expect(probe.flags.has("--no-reexec")).toBe(true)
      expect(probe.flags.has("--diff")).toBe(diff)
      expect(probe.flags.has("--frobnicate")).toBe(false)
    }
  })

  test("says what else it found", () => {
    const probe = readRebuildProbe(127, "sh: nixos-rebuild: not found\n")
    const because = "exit 127: sh: nixos-rebuild: not found"
    expect(probe).toEqual({ because, dialect: "unknown" })
  })
})

describe("a build by nixos-rebuild", () => {
  const input = {
    action: "build",
    flake: "/nix/var/sdops/sources/abc",
    host: "lithium",
  } as const
  const python = { dialect: "python", flags: new Set(["--no-reexec"]) } as const

  test("is the same command in every dialect", () => {
    const command = [
      "nixos-rebuild",
      "build",
      "--flake",
      "/nix/var/sdops/sources/abc#lithium",
      "--log-format",
      "internal-json",
      "--no-update-lock-file",
    ]
    expect(rebuildCommand({ dialect: "bash" }, input)).toEqual(command)
    expect(rebuildCommand(python, input)).toEqual(command)
  })

  test("a switch builds no other nixos-rebuild first", () => {
    const action = { ...input, action: "switch" } as const
    expect(rebuildCommand({ dialect: "bash" }, action).at(-1)).toBe("--fast")
    expect(rebuildCommand(python, action).at(-1)).toBe("--no-reexec")
  })

  test.each(["-L", "a#b", "a b", 'a"b', ""])("no flake is %j", (flake) => {
    expect(() => rebuildCommand(python, { ...input, flake })).toThrow(
      "no flake",
    )
  })

  test.each(["", 'a"b', "a#b", "a/b"])("no host is %j", (host) => {
    expect(() => rebuildCommand(python, { ...input, host })).toThrow("no name")
  })
})

describe("NIX_CONFIG", () => {
  test("adds caches and builders to what is there", () => {
    const line = builderLine({
      features: ["big-parallel", "cuda"],
      key: undefined,
      maxJobs: 4,
      systems: ["x86_64-linux"],
      uri: "ssh-ng://neon.lan",
    })
    const caches = [{ key: "a-1:k=", url: "https://a.example" }]
    expect(nixConfig({ builders: [line], caches }).split("\n")).toEqual([
      "accept-flake-config = false",
      "builders = ssh-ng://neon.lan x86_64-linux - 4 1 big-parallel,cuda",
      "builders-use-substitutes = true",
      "connect-timeout = 10",
      "extra-experimental-features = nix-command flakes",
      "extra-substituters = https://a.example",
      "extra-trusted-public-keys = a-1:k=",
      "warn-dirty = false",
      "",
    ])
  })

  test("leaves out what nobody asked for", () => {
    expect(nixConfig({})).not.toMatch(/substituters|builders|max-jobs/)
  })

  test("refuses a value that would be a setting of its own", () => {
    const caches = [{ key: "k", url: "https://a\npost-build-hook = /bin/x" }]
    expect(() => nixConfig({ caches })).toThrow("line end")
  })
})
