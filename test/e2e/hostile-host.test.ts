import { cp, readdir, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect } from "vitest"
import { makeFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { test as base } from "../lab/test.ts"
import { putConfiguration, usual } from "./adopting.ts"
import {
  type Home,
  home,
  type Mode,
  setMode,
  suffer,
  type Suffered,
} from "./hostile.ts"

const test = base.extend<{ place: Home }>({
  place: async ({ host }, use) => {
    await using place = await home(host)
    await use(place)
  },
})

/** A home whose fleet has the host already. */
async function withFleet(host: LabHost, place: Home): Promise<void> {
  const user = { user: "ops" }
  await using made = await makeFleet([host], { hosts: { [host.name]: user } })
  await cp(made.root, place.fleet, { recursive: true })
}

/** What no host may bring about, whatever it answers. */
async function expectUnharmed(run: Suffered, place: Home, before: string) {
  const said = run.stdout + run.stderr
  expect(said).not.toMatch(/(?![\t\n])[\p{Cc}\p{Cf}]/u)
  expect(said).not.toContain("SDOPS_BUG")
  expect(run.megabytes).toBeGreaterThan(20)
  expect(run.megabytes).toBeLessThan(500)
  expect(await place.outside()).toBe(before)
}

const add = (host: LabHost): string[] => {
  const where = ["hosts", "add", `ops@${host.address}`, "--name", "evil"]
  const key = ["--host-key", host.hostKey]
  return where.concat(key, "--nixpkgs", "path:/nix/store/x", "--yes")
}

test.for(["names", "hooks"] as const)(
  "a host that names files elsewhere (%s) writes none at all",
  async (mode, { expect, host, place }) => {
    await putConfiguration(host, await usual(host))
    await setMode(host, mode)
    const before = await place.outside()
    const run = await suffer(place, add(host))
    expect(run.exit).toBe(3)
    expect(run.stderr).toContain("SDOPS_ANSWER_REFUSED")
    expect(await readdir(place.fleet)).toEqual([])
    await expectUnharmed(run, place, before)
  },
)

test.for(["plan", "deploy --goal build", "update", "flake check"])(
  "a host that locks something else is refused by %s",
  async (command, { expect, host, place }) => {
    await withFleet(host, place)
    await setMode(host, "lock")
    const before = await place.outside()
    const site = command === "update" ? ["--on", host.name] : [host.name]
    const run = await suffer(place, [...command.split(" "), ...site])
    expect(run.stderr + run.stdout).toContain("SDOPS_ANSWER_REFUSED")
    expect(run.exit).not.toBe(0)
    expect(await readdir(join(place.fleet, "hosts"))).not.toContain(
      "flake.lock",
    )
    await expectUnharmed(run, place, before)
  },
)

test("a plan leaves no lock behind, of an honest host either", async ({
  expect,
  host,
  place,
}) => {
  await withFleet(host, place)
  await setMode(host, "honest")
  const files = () => readdir(place.fleet, { recursive: true })
  const before = await files()
  const run = await suffer(place, ["plan", host.name, "--json"])
  expect(JSON.parse(run.stdout).hosts[0].verdict).toBe("planned")
  expect(await files()).toEqual(before)
})

/** Every command that talks to a host, as `ops` may. */
const commands = (name: string): readonly (readonly string[])[] => [
  ["builders", "check"],
  ["cache", "check", name],
  ["cache", "push", name, "--to", "file:///tmp/cache", "--key-file", "key"],
  ["deploy", name, "--yes"],
  ["doctor", name],
  ["flake", "check", name],
  ["gpu", "repair", name, "--yes"],
  ["nodes", "lock", name],
  ["plan", name],
  ["resume", name],
  ["rollback", name, "--yes"],
  ["rollout", name, "--yes"],
  ["update", "--on", name],
]

const everywhere: Mode[] = ["escapes", "garbage"]
const sampled: Mode[] = ["endless", "half an answer", "numbers", "prototype"]

test.for(everywhere)(
  "no command is harmed by a host of %s",
  async (mode, { expect, host, place }) => {
    await withFleet(host, place)
    await writeFile(join(place.fleet, "key"), "evil-1:AAAA")
    await setMode(host, mode)
    const before = await place.outside()
    for (const words of [add(host), ...commands(host.name)]) {
      const run = await suffer(place, words)
      expect(run.signal, words.join(" ")).toBeUndefined()
      await expectUnharmed(run, place, before)
    }
  },
)

test.for(sampled)("nor by one of %s", async (mode, { expect, host, place }) => {
  await withFleet(host, place)
  await setMode(host, mode)
  const before = await place.outside()
  const words = [add(host), ["doctor", host.name], ["plan", host.name]]
  for (const run of await Promise.all(
    words.map((some) => suffer(place, some)),
  )) {
    expect(run.signal).toBeUndefined()
    await expectUnharmed(run, place, before)
  }
})
