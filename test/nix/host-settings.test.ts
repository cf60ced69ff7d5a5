import { describe, expect, test } from "vitest"
import { hostChecks } from "../../src/doctor/checks.ts"
import { allowsRoot, parseNixSettings } from "../../src/nix/host-settings.ts"
import { cache, hostSight } from "../doctor/sights.ts"

test("the lines of nix config show are read", () => {
  const text = `allowed-users = @wheel ada
builders = @/etc/nix/machines
experimental-features = flakes nix-command
max-jobs = 0
require-sigs = false
substituters = https://cache.nixos.org/ https://b.example
trusted-public-keys =
`
  expect(parseNixSettings(text)).toEqual({
    allowed: ["@wheel", "ada"],
    always: false,
    builds: false,
    collects: false,
    features: ["flakes", "nix-command"],
    keys: [],
    ownBuilders: false,
    signed: false,
    substituters: ["https://cache.nixos.org/", "https://b.example"],
    systems: [],
    trustedSubstituters: [],
  })
})

test("no line is no answer", () => {
  expect(parseNixSettings("")).toBeUndefined()
})

test.each([
  ["builders = ssh://neon x86_64-linux", true],
  ["builders = @/etc/nix/machines", false],
  ["builders = @/etc/nix/machines\nmachines = yes", true],
  ["max-jobs = auto", false],
])("a host's own builders: %j", (text, own) => {
  expect(parseNixSettings(text)?.ownBuilders).toBe(own)
})

test.each([
  ["min-free = 0", false],
  ["min-free = 1073741824", true],
  ["max-jobs = 1", false],
])("whether a host's Nix collects garbage itself: %j", (text, collects) => {
  expect(parseNixSettings(text)?.collects).toBe(collects)
})

test.each([
  ["allowed-users = *", true],
  ["allowed-users = root ada", true],
  ["allowed-users = @wheel", true],
  ["allowed-users = ada", false],
  ["max-jobs = 1", true],
])("whether root may use the daemon: %j", (text, may) => {
  const settings = parseNixSettings(text)
  expect(settings && allowsRoot(settings)).toBe(may)
})

describe("usual settings, as doctor judges them", () => {
  const judged = (id: string, text: string, daemon = true) => {
    const base = { "experimental-features": "flakes" }
    const lines = Object.entries(base).map(
      ([name, said]) => `${name} = ${said}`,
    )
    const nix = parseNixSettings([...lines, text].join("\n"))
    const facts = daemon ? {} : { storeInfo: undefined }
    const sight = { ...hostSight({ facts }), nix }
    return hostChecks.find((check) => check.id === id)?.judge(sight)
  }
  const asked = `substituters = ${cache.url}\n`
  const upper = cache.url.replace("cache.example", "Cache.Example")
  test.each([
    ["nix/cache-keys", "require-sigs = false", true, "ok"],
    ["nix/cache-keys", `${asked}require-sigs = true`, true, "warn"],
    [
      "nix/cache-keys",
      `${asked}trusted-public-keys = ${cache.key}`,
      true,
      "ok",
    ],
    // A cache that isn't asked is a finding of nix/caches alone.
    ["nix/cache-keys", "require-sigs = true", true, "skip"],
    ["nix/caches", `substituters = ${cache.url}/`, true, "ok"],
    ["nix/caches", `substituters = ${upper}`, true, "ok"],
    ["nix/caches", `substituters = ${cache.url}?priority=10`, true, "ok"],
    ["nix/caches", `substituters = ${cache.url}:443`, true, "ok"],
    ["nix/caches", "substituters = https://cache.nixos.org", true, "warn"],
    ["nix/daemon", "allowed-users = ada", false, "warn"],
    ["nix/daemon", "allowed-users = *", false, "bad"],
    ["nix/builds", "max-jobs = 0", true, "warn"],
    ["nix/builds", "max-jobs = 0\nmachines = yes", true, "ok"],
    ["nix/builds", "max-jobs = auto", true, "ok"],
  ])("%s of %j, the daemon answers: %j", (id, text, daemon, outcome) => {
    expect(judged(id, text, daemon)?.outcome).toBe(outcome)
  })

  test("who may not use the daemon is said, with who may", () => {
    expect(judged("nix/daemon", "allowed-users = ada", false)).toMatchObject({
      finding: "root may not use the daemon (allowed-users = ada)",
    })
  })
})
