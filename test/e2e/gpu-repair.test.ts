import { expect } from "vitest"
import { z } from "zod"
import { makeFleet, type LabFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { test as labTest } from "../lab/test.ts"
import { resumed } from "./aftermath.ts"
import { doctor } from "./doctor.ts"
import {
  booted,
  declareGpus,
  driverFleet,
  driverOf,
  expectDriver,
  gpuFault,
  hasty,
  other,
  useDriver,
} from "./driver.ts"
import { deployed, resultOf, sdops, type SdopsOptions } from "./sdops.ts"
import { expectError, untouched } from "./untouched.ts"

// One host, from well to broken to repaired: each test goes on where the one
// before it has ended.
const test = labTest.extend(
  "fleet",
  { scope: "file" },
  async ({ host }, { onCleanup }): Promise<LabFleet> => {
    const fleet = await driverFleet(host)
    onCleanup(() => fleet[Symbol.asyncDispose]())
    const first = await deployed(fleet, host.name)
    expect(first.verdict).toBe("committed")
    return fleet
  },
)

async function repaired(
  fleet: LabFleet,
  host: LabHost,
  flags: readonly string[] = ["--yes"],
  options: SdopsOptions = hasty,
) {
  const words = ["gpu", "repair", host.name, "--json", ...flags]
  const run = await sdops(fleet, words, options)
  const [result] = resultOf(run).hosts
  if (result === undefined) throw new Error(`no host in ${run.stdout}`)
  return { ...result, run }
}

test("with nothing to repair it says so", async ({ fleet, host }) => {
  const result = await untouched(host, () => repaired(fleet, host))
  expect(result.run.exit).toBe(0)
  expect(result.verdict).toBe("unchanged")
  const words = ["gpu", "repair", host.name]
  const said = await untouched(host, () => sdops(fleet, words))
  expect(said.exit).toBe(0)
  expect(said.stderr).toContain(
    `nothing to repair: module and library are both ${booted}`,
  )
})

test("a declared GPU that doesn't answer: refused, untouched", async ({
  host,
}) => {
  const services = { comfyui: { port: 8199 } }
  await using fleet = await driverFleet(host, booted, { services })
  await declareGpus(fleet, host, 2)
  const result = await untouched(host, () => deployed(fleet, host.name))
  const [code, stage] = ["SDOPS_GPU_MISSING", "guard"]
  expectError(result, { code, exit: "refused", stage })
  expect(result.error?.message).toBe("1 of 2 declared GPUs answer")
  await declareGpus(fleet, host, 1)
  const plan = await deployed(fleet, host.name, ["--dry-run"])
  expect(plan.verdict).toBe("planned")
})

test("a host without NVIDIA's GPU has nothing to repair", async ({ host }) => {
  const own = { gpu: { vendor: "none" } }
  await using fleet = await makeFleet([host], { hosts: { [host.name]: own } })
  const result = await untouched(host, () => repaired(fleet, host))
  expect([result.run.exit, result.verdict]).toEqual([0, "unchanged"])
})

test("a switch by hand leaves a mismatch, which doctor can cure", async ({
  fleet,
  host,
}) => {
  await useDriver(fleet, host, other)
  const built = await deployed(fleet, host.name, ["--goal", "build"])
  const profile = "/nix/var/nix/profiles/system"
  const switched = await host.exec(`
    nix-env -p ${profile} --set ${built.candidate}
    NIXOS_NO_CHECK=1 ${built.candidate}/bin/switch-to-configuration switch`)
  expect(switched.exit).toBe(0)
  const { hosts } = await doctor(fleet, [host.name, "--only", "gpu"])
  const found = hosts[0]?.findings.find(({ outcome }) => outcome === "bad")
  expect(found?.check).toBe("gpu/driver-matches-library")
  expect(found?.cure[0]).toBe(`sdops gpu repair ${host.name}`)
})

test("it is asked before anything is stopped", async ({ fleet, host }) => {
  const asked = await untouched(host, () => repaired(fleet, host, []))
  expect(asked.run.exit).toBe(3)
  expect(asked.error?.code).toBe("SDOPS_NEEDS_YES")
  expect(asked.error?.message).toMatch(
    `repairs the driver, ${booted} to ${other}, which stops ` +
      "comfyui.service, nvidia-persistenced.service",
  )
  expect(asked.plan?.driver).toMatchObject({ do: "reload", repairs: true })
})

test("a driver that is held is refused, untouched", async ({ fleet, host }) => {
  await using _ = await gpuFault(host, "fbcon")
  const result = await untouched(host, () => repaired(fleet, host))
  expect(result.run.exit).toBe(3)
  expect(result.error?.code).toBe("SDOPS_DRIVER_HELD")
})

test("a module that fails to load: the old one is back", async ({
  fleet,
  host,
}) => {
  await using _ = await gpuFault(host, "load-fails", other)
  const before = await host.system()
  // It has the old library open since before the switch by hand.
  const app = await host.exec("systemctl is-active comfyui.service")
  expect(app.stdout).toBe("active\n")
  const result = await repaired(fleet, host)
  // It can't open that again, so the host is not as it was.
  expect(result.run.exit).toBe(6)
  expect(result.verdict).toBe("stranded")
  expect(result.error?.code).toBe("SDOPS_DRIVER_RELOAD")
  expect(result.error?.because).toContain(
    "comfyui.service is down since the rollback",
  )
  expect(result.console).toEqual(["systemctl reboot"])
  expect(await host.system()).toEqual(before)
  expect((await driverOf(host))[0]).toBe(booted)
  const held = await host.exec("ls /run/systemd/system.control")
  expect(held.stdout).toBe("")
})

test("the system's own driver is loaded, and proven", async ({
  fleet,
  host,
}) => {
  const [before, boot] = [await host.system(), await host.bootId()]
  const result = await repaired(fleet, host)
  expect(result.error).toBeUndefined()
  expect(result.verdict).toBe("repaired")
  expect(result.run.exit).toBe(0)
  expect(result.image?.file).toContain(host.name)
  expect(await host.system()).toEqual(before)
  expect(await host.bootId()).toBe(boot)
  await expectDriver(host, other)
  expect((await resumed(fleet, host)).verdict).toBe("repaired")
  expect((await repaired(fleet, host)).verdict).toBe("unchanged")

  const { stdout } = await sdops(fleet, ["schema", "gpu", "repair"])
  const schema = z.fromJSONSchema(JSON.parse(stdout))
  schema.parse(JSON.parse(result.run.stdout))
  const wrong = await sdops(fleet, ["gpu", "repair", "moose", "--json"])
  expect(wrong.exit).toBe(2)
  schema.parse(JSON.parse(wrong.stdout))
})

test("a deployment repairs what it finds", async ({ fleet, host }) => {
  // Somebody has gone on to the next driver by hand.
  await useDriver(fleet, host, booted)
  const built = await deployed(fleet, host.name, ["--goal", "build"])
  const run = `${built.candidate}/bin/switch-to-configuration test`
  expect((await host.exec(`NIXOS_NO_CHECK=1 ${run}`)).exit).toBe(0)
  const result = await deployed(fleet, host.name, [], hasty)
  expect(result.error).toBeUndefined()
  expect(result.plan?.driver).toMatchObject({ do: "reload", repairs: true })
  expect(result.verdict).toBe("committed")
  await expectDriver(host, booted)
})
