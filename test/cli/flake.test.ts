import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { flakeChecked } from "../../src/upkeep/evaluating/check-result.ts"
import { flakeEjected } from "../../src/upkeep/eject-result.ts"
import { flakeShown } from "../../src/upkeep/show-result.ts"
import { type LoopbackFleet, loopbackFleet } from "./loopback-fleet.ts"
import { built, sdops } from "./sdops.ts"

let fleet: LoopbackFleet
let folder: string
beforeAll(async () => {
  await built()
  fleet = await loopbackFleet("closed")
  folder = await mkdtemp(join(tmpdir(), "sdops-eject-"))
})
afterAll(async () => {
  await fleet[Symbol.asyncDispose]()
  await rm(folder, { force: true, recursive: true })
})

const run = (...words: string[]) =>
  sdops(words, { cwd: folder, environment: fleet.environment })

describe("flake show", () => {
  test("lists inputs, hash and files, and asks no machine", async () => {
    const before = fleet.contacts()
    const { exit, stderr, stdout } = await run("flake", "show", "lithium")
    expect([exit, stderr]).toEqual([0, ""])
    expect(stdout).toMatch(/^nixpkgs +github:NixOS\/nixpkgs\/\S+ +not locked$/m)
    expect(stdout).toMatch(/^ +hash +sha256-\S{44}$/m)
    expect(stdout).toMatch(/^ +\d+ +inventory\/lithium\.json$/m)
    expect(fleet.contacts()).toBe(before)
  })

  test("with --json it is one document of the schema", async () => {
    const { exit, stdout } = await run("flake", "show", "all", "--json")
    const shown = flakeShown.parse(JSON.parse(stdout))
    expect([exit, shown.hosts.length]).toEqual([0, 1])
    const paths = shown.hosts[0]?.files.map(({ path }) => path)
    expect(paths).toContain("nix/outputs.nix")
  })
})

describe("flake eject", () => {
  test("writes the flake and says how to go on", async () => {
    const { exit, stdout } = await run("flake", "eject", "out", "--json")
    const result = flakeEjected.parse(JSON.parse(stdout))
    expect([exit, result.locked]).toEqual([0, false])
    const out = join(folder, "out")
    expect(result.next).toEqual([
      `nix flake lock path:${out}`,
      `nixos-rebuild switch --flake path:${out}#lithium ` +
        "--target-host ops@lithium.lan --sudo",
    ])
    expect((await readdir(out)).toSorted()).toEqual([
      "README.md",
      "flake.nix",
      "inventory",
      "modules",
      "nix",
    ])
    expect(await readFile(join(out, "README.md"), "utf8")).toContain(
      "nixos-rebuild switch --flake path:$PWD#lithium",
    )
  })

  test("refuses a folder that has something, and leaves it", async () => {
    const full = join(folder, "full")
    await run("flake", "eject", "full")
    await writeFile(join(full, "mine"), "")
    const before = await readdir(full)
    const { exit, stderr } = await run("flake", "eject", "full")
    expect(exit).toBe(3)
    expect(stderr).toContain("SDOPS_FOLDER_OCCUPIED")
    expect(await readdir(full)).toEqual(before)
    expect(await readdir(folder)).not.toContainEqual(
      expect.stringContaining(".new"),
    )
  })

  test("refuses a file in its place", async () => {
    await writeFile(join(folder, "file"), "")
    const { exit, stdout } = await run("flake", "eject", "file", "--json")
    expect(exit).toBe(3)
    expect(JSON.parse(stdout).error.code).toBe("SDOPS_FOLDER_OCCUPIED")
  })

  test("takes an empty folder", async () => {
    const empty = await mkdtemp(join(folder, "empty-"))
    expect((await run("flake", "eject", empty)).exit).toBe(0)
  })
})

describe("flake check", () => {
  test("of hosts that can't be reached exits 1, with each error", async () => {
    const { exit, stdout } = await run("flake", "check", "--json")
    const { hosts } = flakeChecked.parse(JSON.parse(stdout))
    expect(exit).toBe(1)
    expect(hosts).toMatchObject([
      { error: { code: "SDOPS_UNREACHABLE" }, host: "lithium" },
    ])
  })
})

test.for([
  ["update nixpks", "unknown input nixpks; did you mean nixpkgs?"],
  ["update zzz", "unknown input zzz: the inputs are nixpkgs"],
  ["update --on litium", "unknown host litium; did you mean lithium?"],
  ["flake check --on litium", "did you mean lithium?"],
  ["flake show litium", "did you mean lithium?"],
  ["flake eject", "flake eject needs FOLDER"],
] as const)("%s exits 2 and says %s", async ([words, says]) => {
  const { exit, stderr } = await run(...words.split(" "))
  expect(exit).toBe(2)
  expect(stderr).toContain(says)
})
