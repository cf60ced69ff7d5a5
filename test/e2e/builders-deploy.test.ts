import { expect } from "vitest"
import type { KebabKeys } from "../../src/camel-keys.ts"
import type { HostResult } from "../../src/deploy/outcome/result.ts"
import type { BuildSight } from "../../src/nix/log/sight.ts"
import { key as anotherKey } from "../builders/a-machine.ts"
import { makeFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { test as base } from "../lab/test.ts"
import { architecture, builderOf, letIn } from "./builder.ts"
import { deployed, resultOf, sdops, type SdopsRun } from "./sdops.ts"
import { builtPaths, expectError, untouched } from "./untouched.ts"

const test = base.extend("neon", { scope: "file" }, ({ launchHost }) =>
  launchHost(),
)

const stage = "guard"
const impatient = { environment: { SDOPS_LIMIT_CONNECT: "4" } }

/** A fleet whose host needs a torch that no host has yet. */
function heavyFleet(
  host: LabHost,
  neon: object,
  nix = architecture("8.9"),
  heavyBuilds = "builders-only",
) {
  return makeFleet([host], {
    files: { [`${host.name}/heavy.nix`]: nix },
    fleet: { builders: { neon }, policy: { "heavy-builds": heavyBuilds } },
    more: { [host.name]: ["heavy.nix"] },
  })
}

/** What a host's deployment failed with; nothing may have been built. */
async function failing(
  host: LabHost,
  fleet: Awaited<ReturnType<typeof heavyFleet>>,
) {
  await using _ = fleet
  const before = await builtPaths(host)
  const result = await untouched(host, () =>
    deployed(fleet, host.name, [], impatient),
  )
  expect(await builtPaths(host)).toEqual(before)
  return result
}

/** What a run with `--events` said of its build, and its only host's result. */
function watched({ stderr, stdout }: SdopsRun) {
  const events = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line))
  const sights: (KebabKeys<BuildSight> & object)[] = events.flatMap((one) =>
    one.event === "building" ? [one.build] : [],
  )
  const [built]: HostResult[] = events.at(-1).hosts ?? []
  if (built === undefined) throw new Error(stdout + stderr)
  return { built, sights }
}

test("a builder that lets nobody in is an error with the line to add", async ({
  host,
  neon,
}) => {
  const result = await failing(host, await heavyFleet(host, builderOf(neon)))
  expectError(result, { code: "SDOPS_BUILDER_LOGIN", exit: "failed", stage })
  expect(result.error?.help.join()).toContain(host.hostKey.split(" ")[1])
})

test("a builder with another host key is an error", async ({ host, neon }) => {
  await letIn(neon, host)
  const builder = builderOf(neon, { "host-key": anotherKey })
  const result = await failing(host, await heavyFleet(host, builder))
  const code = "SDOPS_BUILDER_HOST_KEY"
  expectError(result, { code, exit: "failed", stage })
})

test("without a builder that has the feature, it is refused", async ({
  host,
  neon,
}) => {
  const builder = builderOf(neon, { features: ["kvm"] })
  const result = await failing(host, await heavyFleet(host, builder))
  expectError(result, { code: "SDOPS_HEAVY_BUILD", exit: "refused", stage })
  expect(result.error?.because.join()).toMatch(
    /no builder offers \S*torch\S* x86_64-linux with {big-parallel}/,
  )
})

test("a dead builder is an error, whoever may compile", async ({
  host,
  neon,
}) => {
  const code = "SDOPS_BUILDER_UNREACHABLE"
  await neon.unplug()
  for (const policy of ["allow", "builders-only"]) {
    const nix = architecture("8.9")
    const fleet = await heavyFleet(host, builderOf(neon), nix, policy)
    const result = await failing(host, fleet)
    expectError(result, { code, exit: "failed", stage })
  }
  await neon.heal()
})

test("a builder that dies leaves nothing for the host to compile", async ({
  host,
  neon,
}) => {
  const nix = architecture("9.0", 60)
  await using fleet = await heavyFleet(host, builderOf(neon), nix)
  let killed: Promise<unknown> | undefined
  const words = ["deploy", host.name, "--yes", "--verbose", "--goal", "build"]
  const run = await sdops(fleet, words, {
    onLine: (line) => {
      if (!/building \S*torch-2\S* on neon/.test(line)) return
      killed ??= neon.exec(["pkill", "-KILL", "-f", "nix-daemon --stdio"])
    },
  })
  await killed
  expect(killed).toBeDefined()
  expect(run.exit).toBe(1)
  expect(run.stderr).toMatch(
    /can't reach the builder neon: the build there was stopped/,
  )
  expect(run.stderr).not.toMatch(/building \S*torch-2\S*$/m)
  const torch = (await builtPaths(host)).filter((it) => /torch-2/.test(it))
  const script = `cat ${torch.map((it) => `${it}/lib/libtorch.so`).join(" ")}`
  expect((await host.exec(script)).stdout).not.toContain("9.0")
})

test("what is heavy is built on a builder, and the report says so", async ({
  host,
  neon,
}) => {
  await using fleet = await heavyFleet(host, builderOf(neon))
  const planned = await sdops(fleet, ["plan", host.name])
  expect(planned.stdout).toMatch(/on builders\s+\S*torch-2\S* on neon/)

  const words = ["deploy", host.name, "--yes", "--goal", "build", "--events"]
  const { built, sights } = watched(await sdops(fleet, words))
  expect(built.verdict).toBe("built")
  // How far it is, once for each derivation, whoever tells of it.
  const torch = sights.find(({ building }) =>
    building.some(({ name, on }) => /torch-2/.test(name) && on === "neon"),
  )
  expect(torch).toMatchObject({ left: expect.any(Number) })
  const [first, last] = [sights[0], sights.at(-1)]
  expect(last).toMatchObject({ building: [], copying: [], failed: 0 })
  expect(last?.built).toBe(first?.["to-build"])
  expect(last?.built).toBe(last?.["to-build"])
  expect(last?.copied).toBeGreaterThan(0)
  expect(last?.copied).toBe(last?.["to-copy"])

  const all = built.sources?.built ?? []
  expect(all).toHaveLength(last?.built ?? 0)
  const heavy = all.filter((it) => it.heavy)
  expect(heavy.map(({ name }) => name).join()).toContain("torch-2")
  expect(new Set(heavy.map(({ on }) => on))).toEqual(new Set(["neon"]))
  expect(built.notes.join()).not.toContain("was built on")
  const paths = (await builtPaths(host)).filter((it) => /torch-2/.test(it))
  const nix = "nix --extra-experimental-features nix-command"
  const known = await host.exec(`${nix} path-info --sigs ${paths.join(" ")}`)
  expect(known.stdout).toContain(`sdops-${host.name}-1:`)
  const made = heavy.find(({ name }) => name.includes("-torch-2"))
  expect(made?.seconds).toBeGreaterThanOrEqual(2)

  // The next time its estimate is what it took, and no longer the table's.
  await using next = await heavyFleet(
    host,
    builderOf(neon),
    architecture("9.0", 3),
  )
  const again = await sdops(next, ["plan", host.name, "--json"])
  const [{ plan } = {}] = resultOf(again).hosts
  const guesses = plan?.["heavy-estimates"] ?? []
  const guess = guesses.find(({ name }) => name.startsWith("torch "))
  expect(guess?.by).toBe("history")
  expect(guess?.minutes).toBeLessThan(5)
  // Less than the table's hours of torch alone.
  expect(plan?.["heavy-minutes"]).toBeLessThan(60)

  const here = all.filter(({ on }) => on === "host").map(({ name }) => name)
  expect(here.join()).toContain("nixos-system")

  const text = await sdops(fleet, ["deploy", host.name, "--yes"])
  expect(text.exit).toBe(0)
  const machines = (await host.exec(["cat", "/etc/nix/machines"])).stdout
  expect(machines).toContain(`ssh-ng://root@${neon.address} x86_64-linux `)
})
