import { expect } from "vitest"
import { type FleetEdits, makeFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { test } from "../lab/test.ts"
import { architectures, builderOf, letIn } from "./builder.ts"
import { deployed, sdops } from "./sdops.ts"
import { builtPaths, expectError, untouched } from "./untouched.ts"

/** A fleet whose host needs another torch, which only builders may compile. */
function heavyFleet(
  host: LabHost,
  neon: object,
  more: { readonly policy?: string; readonly fleet?: FleetEdits["fleet"] } = {},
) {
  const policy = { "heavy-builds": more.policy ?? "builders-only" }
  const names = ["configuration", "hardware-configuration", "heavy"]
  const modules = names.map((name) => `./${host.name}/${name}.nix`)
  return makeFleet([host], {
    files: { [`${host.name}/heavy.nix`]: architectures("8.9") },
    fleet: { builders: { neon }, policy, ...more.fleet },
    hosts: { [host.name]: { modules } },
  })
}

test("what is heavy is built on a builder, and the report says so", async ({
  host,
  launchHost,
}) => {
  const neon = await launchHost()
  const goal = ["--goal", "build"]

  await using keyless = await heavyFleet(host, builderOf(neon))
  const before = await builtPaths(host)
  const shut = await untouched(host, () => deployed(keyless, host.name))
  const [code, stage] = ["SDOPS_BUILDER_LOGIN", "guard"]
  expectError(shut, { code, exit: "failed", stage })
  expect(shut.error?.help.join()).toContain(host.hostKey.split(" ")[1])
  expect(await builtPaths(host)).toEqual(before)

  await letIn(neon, host)
  const other = { "host-key": host.hostKey.replace(/.{8}$/, "AAAAAAAA") }
  await using wrong = await heavyFleet(host, builderOf(neon, other))
  const turned = await untouched(host, () => deployed(wrong, host.name))
  expectError(turned, { code: "SDOPS_BUILDER_HOST_KEY", exit: "failed", stage })

  await using bare = await heavyFleet(host, builderOf(neon, { features: [] }))
  const unfit = await untouched(host, () => deployed(bare, host.name))
  expectError(unfit, { code: "SDOPS_HEAVY_BUILD", exit: "refused", stage })
  expect(unfit.error?.because.join()).toContain("{big-parallel}")

  await using fleet = await heavyFleet(host, builderOf(neon))
  await neon.unplug()
  const dead = await untouched(host, () =>
    deployed(fleet, host.name, [], {
      environment: { SDOPS_LIMIT_CONNECT: "4" },
    }),
  )
  await neon.heal()
  expectError(dead, {
    code: "SDOPS_BUILDER_UNREACHABLE",
    exit: "failed",
    stage,
  })
  expect(await builtPaths(host)).toEqual(before)

  const planned = await sdops(fleet, ["plan", host.name])
  expect(planned.stdout).toMatch(/on builders\s+\S*torch-2\S* on neon/)
  const built = await deployed(fleet, host.name, goal)
  expect(built.verdict).toBe("built")
  const torch = built.sources?.built.find(({ name }) => /torch-2/.test(name))
  expect(torch).toMatchObject({ heavy: true, on: "neon" })
  const heavy = built.sources?.built.filter((it) => it.heavy) ?? []
  expect(new Set(heavy.map(({ on }) => on))).toEqual(new Set(["neon"]))
  const here = built.sources?.built.filter(({ on }) => on === "host") ?? []
  expect(here.map(({ name }) => name).join()).toContain("nixos-system")
  const there = await neon.exec(
    "nix-store -q --deriver /nix/store/*torch-2*[0-9]",
  )
  expect(there.stdout).toContain("torch-2")
})
