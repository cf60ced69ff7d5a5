import { expect } from "vitest"
import { failureResult } from "../../src/errors/failure-result.ts"
import {
  buildAttached,
  buildCancelled,
  type BuildRow,
  buildsListed,
} from "../../src/fleet/builds/result.ts"
import type { LabFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { test as base } from "../lab/test.ts"
import { fleetOf } from "./build-site-fleet.ts"
import { letIn } from "./builder.ts"
import { countEvaluations } from "./evaluations.ts"
import { resultOf, sdops } from "./sdops.ts"
import { serves } from "./serves.ts"

// neon builds for the others; lithium's key is let in there, argon's is not.
const test = base
  .extend("neon", { scope: "file" }, ({ launchHost }) => launchHost())
  .extend("argon", { scope: "file" }, ({ launchHost }) => launchHost())

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
  await letIn(neon, host)
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
  // They differ in their names: nothing that has no part in those is two.
  const all = hosts.flatMap(({ sources }) => sources?.built ?? [])
  const packages = new Map(
    all
      .filter(({ name }) => /^(python3|comfyui-|magma|nccl)/.test(name))
      .map(({ derivation, name }) => [derivation, name]),
  )
  const names = [...packages.values()]
  expect(names.length).toBeGreaterThan(20)
  expect(names).toEqual([...new Set(names)])
  const first = hosts.find((one) => one.host === host.name)
  const root = `readlink /nix/var/nix/gcroots/sdops/build-${host.name}`
  expect((await host.exec(root)).stdout.trim()).toBe(first?.candidate)
  expect(first?.sources?.copied).toEqual([
    { from: "neon", paths: expect.any(Number) },
  ])
  // argon isn't let in there: what it lacks came through this machine.
  const through = hosts.find((one) => one.host === argon.name)
  expect(through?.sources?.copied).toEqual([
    { from: "neon", paths: expect.any(Number) },
  ])
})

test("a host takes nothing that its build site has not signed", async ({
  argon,
  host,
  neon,
}) => {
  const script = ({ name }: LabHost) =>
    `nix --extra-experimental-features nix-command path-info \
    --json /nix/var/nix/gcroots/sdops/build-${name}`
  const key = `nix --extra-experimental-features nix-command key \
    convert-secret-to-public </nix/var/sdops/signing-key`
  const open = (await neon.exec(key)).stdout.trim()
  expect(open).toMatch(/^sdops-neon-1:/)
  for (const one of [argon, host]) {
    const info = (await one.exec(script(one))).stdout
    expect(info).toContain("sdops-neon-1:")
  }
  // The key never leaves its machine, and nobody else there can read it.
  const mode = await neon.exec("stat -c %a /nix/var/sdops/signing-key")
  expect(mode.stdout.trim()).toBe("600")
})

/** Kills sdops while neon builds; the build that is under way there. */
async function killedInBuild(
  fleet: LabFleet,
  host: LabHost,
): Promise<BuildRow> {
  const words = ["deploy", host.name, "--goal", "build", "--yes"]
  const run = await sdops(fleet, words, {
    onLine: (line, kill) => {
      if (/building \S*torch-2/.test(line)) kill("SIGKILL")
    },
  })
  expect(run.signal).toBe("SIGKILL")
  const { builds: rows } = await buildsOf(fleet)
  expect(rows[0]).toMatchObject({
    hosts: [host.name],
    on: "neon",
    state: "running",
    what: "systems",
  })
  return rows[0] as BuildRow
}

async function buildsOf(fleet: LabFleet) {
  const run = await sdops(fleet, ["builds", "list", "--json"])
  expect(run.exit).toBe(0)
  return buildsListed.parse(JSON.parse(run.stdout))
}

test("killed in a remote build: it goes on, is followed, and is used", async ({
  argon,
  host,
  neon,
}) => {
  await using fleet = await fleetOf(
    { argon, host, neon },
    { capability: "9.0", seconds: 6 },
  )
  const torches = await builds(neon, "torch-2")
  const { build } = await killedInBuild(fleet, host)
  const followed = await sdops(fleet, ["builds", "attach", build, "--json"])
  expect(buildAttached.parse(JSON.parse(followed.stdout))).toEqual({
    build,
    "exit-code": 0,
    on: "neon",
    state: "built",
  })
  const listed = await buildsOf(fleet)
  expect(listed.builds[0]).toMatchObject({ build, state: "built" })
  const again = ["deploy", host.name, "--goal", "build", "--yes", "--json"]
  const before = await neon.sessions()
  const [result] = resultOf(await sdops(fleet, again)).hosts
  expect(result?.verdict).toBe("built")
  expect(result?.sources?.built).toEqual([])
  // Two logins, ours and the host's, which takes all its paths in one session.
  const [copied] = result?.sources?.copied ?? []
  const { handshakes, sessions } = await neon.sessions(before)
  expect(copied?.paths).toBeGreaterThan(8)
  expect(handshakes).toBe(2)
  expect(sessions).toBeLessThanOrEqual(5)
  expect((await builds(neon, "torch-2")) - torches).toBe(1)
  // What a host has got is kept for it, and no more for the run that made it.
  const kept = `ls -d /nix/var/sdops/builds/*/result* 2>/dev/null || true`
  expect((await neon.exec(kept)).stdout).toBe("")
  const root = `readlink /nix/var/nix/gcroots/sdops/build-${host.name}`
  expect((await neon.exec(root)).stdout.trim()).toBe(result?.candidate)
})

test("who deploys again meanwhile follows the same build", async ({
  argon,
  host,
  neon,
}) => {
  await using fleet = await fleetOf(
    { argon, host, neon },
    { capability: "9.1", seconds: 16 },
  )
  const { build } = await killedInBuild(fleet, host)
  const again = ["deploy", host.name, "--goal", "build", "--yes"]
  const run = await sdops(fleet, again)
  expect(run.exit).toBe(0)
  expect(run.stderr).toContain(`follows the build ${build}`)
  const { builds: rows } = await buildsOf(fleet)
  expect(rows.filter((row) => row.build === build)).toMatchObject([
    { state: "built" },
  ])
})

test("a build that is cancelled leaves nothing that runs", async ({
  argon,
  host,
  neon,
}) => {
  await using fleet = await fleetOf(
    { argon, host, neon },
    { capability: "9.2", seconds: 60 },
  )
  const { build } = await killedInBuild(fleet, host)
  const words = ["builds", "cancel", build, "--on", "neon", "--json"]
  const run = await sdops(fleet, words)
  const ended = { build, "exit-code": 0, on: "neon", ran: true }
  expect(buildCancelled.parse(JSON.parse(run.stdout))).toEqual(ended)
  const runs = "pgrep -af '[n]ix.* build --log|[t]orch' || pgrep -au nixbld1"
  expect((await neon.exec(runs)).stdout).toBe("")
  const followed = await sdops(fleet, ["builds", "attach", build, "--json"])
  expect(followed.exit).toBe(1)
  const { error } = JSON.parse(followed.stdout)
  expect(failureResult.parse(error)).toMatchObject({
    code: "SDOPS_BUILD_ENDED",
    host: "neon",
  })
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
