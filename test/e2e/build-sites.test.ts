import { expect } from "vitest"
import { makeFleet, twinOf } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { test as base } from "../lab/test.ts"
import { architecture, builderOf, letIn } from "./builder.ts"
import { countEvaluations } from "./evaluations.ts"
import { resultOf, sdops } from "./sdops.ts"
import { serves } from "./serves.ts"

// neon builds for the others; lithium's key is let in there, argon's is not.
const test = base
  .extend("neon", { scope: "file" }, ({ launchHost }) => launchHost())
  .extend("argon", { scope: "file" }, ({ launchHost }) => launchHost())

/** Hosts that neon builds, with a torch of its own; entries share machines. */
async function fleetOf(
  { argon, host, neon }: Record<"argon" | "host" | "neon", LabHost>,
  input: { readonly entries?: number; readonly capability: string },
) {
  const { capability, entries = 0 } = input
  const machines = [host, argon]
  const each = <Value>(value: (name: string) => Value) =>
    Object.fromEntries(machines.map(({ name }) => [name, value(name)]))
  const heavy = architecture(capability, 3)
  const fleet = await makeFleet(machines, {
    files: Object.fromEntries(
      machines.map(({ name }) => [`${name}/heavy.nix`, heavy]),
    ),
    fleet: {
      builders: { neon: builderOf(neon) },
      policy: { "heavy-builds": "builders-only" },
    },
    hosts: each(() => ({ "build-on": "neon" })),
    more: each(() => ["heavy.nix"]),
  })
  for (let at = 0; at < entries; at += 1)
    await twinOf(fleet, machines[at % 2] as LabHost, `twin-${at}`)
  return fleet
}

/** How often a machine has begun to build a derivation of that name. */
async function builds(host: LabHost, name: string): Promise<number> {
  const script = `find /nix/var/log/nix/drvs -name '*${name}*.drv*' | wc -l`
  return Number((await host.exec(script)).stdout)
}

test("ten hosts are evaluated once and built once, on the builder", async ({
  argon,
  host,
  neon,
}) => {
  await Promise.all([letIn(neon, host), letIn(neon, argon)])
  const three = { argon, host, neon }
  await using fleet = await fleetOf(three, { capability: "8.9", entries: 8 })
  const torches = await builds(neon, "torch-2")
  const evaluations = await countEvaluations(neon)
  const words = ["deploy", "all", "--goal", "build", "--json", "--yes"]
  const run = await sdops(fleet, [...words, "--parallel", "10"])
  const { hosts } = resultOf(run)
  expect(hosts.map(({ verdict }) => verdict)).toEqual(
    Array.from({ length: 10 }, () => "built"),
  )
  expect(await evaluations()).toBe(1)
  expect((await builds(neon, "torch-2")) - torches).toBe(1)
  expect(await builds(host, "torch-2")).toBe(0)
  for (const { host: name, sources } of hosts) {
    const built = sources?.built ?? []
    expect(new Set(built.map(({ on }) => on))).toEqual(new Set(["neon"]))
    // Each has its own system, and no other's.
    const systems = built.filter((one) => one.name.startsWith("nixos-system"))
    expect(
      systems.map((one) => one.name.split("-")[2]),
      name,
    ).toHaveLength(1)
  }
  const first = hosts.find((one) => one.host === host.name)
  const root = `readlink /nix/var/nix/gcroots/sdops/build-${host.name}`
  expect((await host.exec(root)).stdout.trim()).toBe(first?.candidate)
  expect(first?.sources?.copied).toEqual([
    { from: "neon", paths: expect.any(Number) },
  ])
})

test("a host takes nothing that its build site has not signed", async ({
  host,
  neon,
}) => {
  const script = `nix --extra-experimental-features nix-command path-info \
    --json /nix/var/nix/gcroots/sdops/build-${host.name}`
  const key = `nix --extra-experimental-features nix-command key \
    convert-secret-to-public </nix/var/sdops/signing-key`
  const open = (await neon.exec(key)).stdout.trim()
  expect(open).toMatch(/^sdops-neon-1:/)
  expect((await host.exec(script)).stdout).toContain("sdops-neon-1:")
  // The key never leaves its machine, and nobody else there can read it.
  const mode = await neon.exec("stat -c %a /nix/var/sdops/signing-key")
  expect(mode.stdout.trim()).toBe("600")
})

test("another engine than sdops' own builds nowhere else", async ({
  argon,
  host,
  neon,
}) => {
  await using fleet = await fleetOf(
    { argon, host, neon },
    { capability: "8.9" },
  )
  const words = ["deploy", host.name, "--engine", "nixos-rebuild", "--json"]
  const run = await sdops(fleet, [...words, "--yes"])
  const [result] = resultOf(run).hosts
  expect(result?.error?.code).toBe("SDOPS_BUILD_SITE")
  expect(result?.verdict).toBe("refused")
})

test("a host that is built elsewhere is deployed and serves", async ({
  argon,
  host,
  neon,
}) => {
  await using fleet = await fleetOf(
    { argon, host, neon },
    { capability: "8.9" },
  )
  const run = await sdops(fleet, ["deploy", host.name, "--yes", "--json"])
  const [result] = resultOf(run).hosts
  expect(result?.verdict).toBe("committed")
  expect((await host.system()).current).toBe(result?.candidate)
  await serves(host)
})
