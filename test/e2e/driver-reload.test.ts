import { expect } from "vitest"
import type { LabFleet } from "../lab/fleet.ts"
import { test as labTest } from "../lab/test.ts"
import {
  booted,
  declareGpus,
  driverFleet,
  expectDriver,
  gpuFault,
  hasty,
  kernelSays,
  other,
  turnsBack,
  useDriver,
} from "./driver.ts"
import { deployed, resultOf, sdops } from "./sdops.ts"

/** A host that boots with 550.54.14, and the fleet that made it so. */
const test = labTest.extend(
  "fleet",
  { scope: "file" },
  async ({ host }, { onCleanup }): Promise<LabFleet> => {
    const fleet = await driverFleet(host, other)
    onCleanup(() => fleet[Symbol.asyncDispose]())
    // A goal that only writes what boots next leaves the driver alone.
    const staged = await deployed(fleet, host.name, ["--goal", "boot"])
    expect(staged.error).toBeUndefined()
    expect(staged.verdict).toBe("staged")
    await host.reboot()
    await expectDriver(host, other)
    await useDriver(fleet, host, booted)
    return fleet
  },
)

test("a module that fails to load: the old driver is back", async ({
  fleet,
  host,
}) => {
  await using _ = await gpuFault(host, "load-fails", booted)
  const { error } = await turnsBack(fleet, host)
  expect(error).toMatchObject({
    code: "SDOPS_DRIVER_RELOAD",
    stage: "activate",
  })
  expect(error?.evidence.join("\n")).toContain("could not insert")
  await expectDriver(host, other)
})

test("a module that never unloads: the old driver stays", async ({
  fleet,
  host,
}) => {
  await using _ = await gpuFault(host, "unload-hangs", other)
  const { error } = await turnsBack(fleet, host)
  expect(error?.code).toBe("SDOPS_DRIVER_RELOAD")
  expect(error?.because.join()).toContain("not unloaded within 3 s")
  await expectDriver(host, other)
})

test("an nvidia-smi that hangs: the old driver is back", async ({
  fleet,
  host,
}) => {
  await using _ = await gpuFault(host, "smi-hangs", booted)
  const { error } = await turnsBack(fleet, host)
  expect(error).toMatchObject({ code: "SDOPS_DRIVER_NOT_PROVEN" })
  expect(error?.because.join()).toContain("did not answer in 3 s")
  await expectDriver(host, other)
})

test("a module that a plain modprobe loaded meanwhile is undone", async ({
  fleet,
  host,
}) => {
  // It is the booted system's, and this one doesn't let it go.
  const trap = `systemd.services.trap = {
    script = ''
      modprobe nvidia
      exec 9</dev/nvidia0
      exec sleep infinity
    '';
    path = [ pkgs.kmod ];
    wantedBy = [ "multi-user.target" ];
  };`
  await useDriver(fleet, host, booted, trap)
  const { error } = await turnsBack(fleet, host)
  await useDriver(fleet, host, booted)
  expect(error?.code).toBe("SDOPS_DRIVER_RELOAD")
  expect(error?.because.join()).toContain(
    `${other} was loaded instead of ${booted}`,
  )
  await expectDriver(host, other)
})

test("a GPU that fails after the activation: the old driver is back", async ({
  fleet,
  host,
  skip,
}) => {
  skip((await host.kind()) === "nixos", "its journalctl is in the store")
  const xid = "NVRM: Xid (PCI:0000:01:00): 62, pid=812, 2e5c(2d40) 00000000"
  await using _ = await kernelSays(host, xid)
  const { error } = await turnsBack(fleet, host)
  expect(error).toMatchObject({ code: "SDOPS_GPU_FAULT", stage: "gate" })
  expect(error?.message).toContain("the GPU's own processor halted")
  expect(error?.because).toContain(xid)
  await expectDriver(host, other)
})

test("a declared GPU missing afterwards: the old driver is back", async ({
  fleet,
  host,
}) => {
  await declareGpus(fleet, host, 2)
  const { error } = await turnsBack(fleet, host)
  await declareGpus(fleet, host, 1)
  expect(error).toMatchObject({ code: "SDOPS_GPU_ABSENT", stage: "gate" })
  expect(error?.because.join()).toContain("1 of 2 declared GPUs answer")
  expect(error?.help.join()).toContain(`hosts/${host.name}.yaml`)
  await expectDriver(host, other)
})

test("another driver is reloaded without a reboot", async ({ fleet, host }) => {
  // What the activation loads in between is the booted system's; it goes.
  const trap = `system.activationScripts.trap =
    "/run/booted-system/sw/bin/modprobe nvidia";`
  await useDriver(fleet, host, booted, trap)
  const boot = await host.bootId()
  const plan = await deployed(fleet, host.name, ["--dry-run"])
  expect(plan.plan?.driver).toEqual({
    do: "reload",
    from: other,
    repairs: false,
    stops: ["comfyui.service", "nvidia-persistenced.service"],
    to: booted,
  })
  const words = ["plan", host.name]
  expect((await sdops(fleet, words)).stdout.replace(/\s+/g, " ")).toContain(
    `${other} to ${booted}, reloaded; stops comfyui.service, ` +
      "nvidia-persistenced.service",
  )

  const result = await deployed(fleet, host.name, [], hasty)

  expect(result.error).toBeUndefined()
  expect(result.verdict).toBe("committed")
  expect(result.image?.file).toContain(host.name)
  expect(result["nvidia-smi"]?.join("\n")).toContain(booted)
  expect(await host.bootId()).toBe(boot)
  await expectDriver(host, booted)
})

test("rollback brings the driver of the generation before", async ({
  fleet,
  host,
}) => {
  const boot = await host.bootId()
  const words = ["rollback", host.name, "--yes", "--json"]
  const run = await sdops(fleet, words)
  const [result] = resultOf(run).hosts
  expect(result?.error).toBeUndefined()
  expect(result?.verdict).toBe("committed")
  expect(await host.bootId()).toBe(boot)
  await expectDriver(host, other)
})
