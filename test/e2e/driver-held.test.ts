import { expect } from "vitest"
import { editFleet, type LabFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { test as labTest } from "../lab/test.ts"
import { waitFor } from "../lab/wait.ts"
import { endsByItself, resumed } from "./aftermath.ts"
import { keepBusy } from "./busy-app.ts"
import {
  booted,
  driverFleet,
  expectDriver,
  gpuFault,
  hasty,
  other,
  useDriver,
} from "./driver.ts"
import { deployed } from "./sdops.ts"
import { expectError, untouched } from "./untouched.ts"
import { deployWith, type Held } from "./watched.ts"

/** A host that serves with what it booted; the fleet wants 550.54.14. */
const test = labTest.extend(
  "fleet",
  { scope: "file" },
  async ({ host }, { onCleanup }): Promise<LabFleet> => {
    const fleet = await driverFleet(host)
    onCleanup(() => fleet[Symbol.asyncDispose]())
    const first = await deployed(fleet, host.name)
    expect(first.verdict).toBe("committed")
    expect(first.plan?.driver).toEqual({ do: "switch", to: booted })
    await useDriver(fleet, host, other)
    return fleet
  },
)

/** A unit of somebody else's that computes. */
async function rendering(host: LabHost): Promise<AsyncDisposable> {
  const computes = "exec 9</dev/nvidia0; exec sleep infinity"
  const made = await host.exec(
    `systemd-run --quiet --collect --unit=render sh -c '${computes}'
    until ls -l /proc/$(systemctl show -P MainPID render)/fd |
      grep -q nvidia0; do sleep 0.1; done`,
  )
  expect(made.exit).toBe(0)
  const end = async () => void (await host.exec("systemctl stop render"))
  return { [Symbol.asyncDispose]: end }
}

test.for([
  ["fbcon", "nvidia_drm has 1 reference that no process holds: a console"],
  ["peer-memory", "nvidia has 1 reference that no process holds: peer memory"],
] as const)(
  "held by %s: refused, untouched",
  async ([fault, because], { fleet, host }) => {
    await using _ = await gpuFault(host, fault)
    const result = await untouched(host, () => deployed(fleet, host.name))
    const [code, stage] = ["SDOPS_DRIVER_HELD", "guard"]
    expectError(result, { code, exit: "refused", stage })
    expect(result.error?.because.join()).toContain(because)
    expect(result.error?.help).toContain(
      `sdops deploy ${host.name} --goal boot`,
    )
    await expectDriver(host, booted)
  },
)

test("held by a unit that may not be stopped: refused, untouched", async ({
  fleet,
  host,
}) => {
  await using _ = await rendering(host)
  const result = await untouched(host, () => deployed(fleet, host.name))
  const [code, stage] = ["SDOPS_DRIVER_HELD", "guard"]
  expectError(result, { code, exit: "refused", stage })
  expect(result.error?.because.join()).toMatch(/\(sleep\) of render\.service/)
  expect(result.error?.help[0]).toBe(
    `ssh root@${host.address} systemctl stop render.service`,
  )
  expect((await host.exec("systemctl is-active render")).exit).toBe(0)
})

test("held since the plan was made: refused by the host, untouched", async ({
  fleet,
  host,
}) => {
  const before = await host.system()
  const show = ["systemctl", "show", "-P", "InvocationID", "comfyui.service"]
  const process = await host.exec(show)
  const renderers: AsyncDisposable[] = []
  const run = await deployWith(
    fleet,
    host.name,
    { stage: "lock" },
    async () => void renderers.push(await rendering(host)),
  )
  await renderers[0]?.[Symbol.asyncDispose]()
  expect(run.exit).toBe(3)
  expect(run.result?.verdict).toBe("refused")
  expect(run.result?.error?.code).toBe("SDOPS_DRIVER_HELD")
  expect(run.result?.error?.because.join()).toContain("of render.service")
  expect(await host.system()).toEqual(before)
  expect(await host.exec(show)).toEqual(process)
  await expectDriver(host, booted)
})

test("a system whose module is not its driver's: untouched", async ({
  fleet,
  host,
}) => {
  const mixed = `boot.extraModulePackages = lib.mkForce
    [ config.boot.kernelPackages.nvidiaPackages.legacy_535.closedModule ];`
  await useDriver(fleet, host, other, mixed)
  const before = await host.system()
  const result = await deployed(fleet, host.name)
  await useDriver(fleet, host, other)
  expect(result.verdict).toBe("refused")
  expect(result.error?.because.join()).toContain(
    `the candidate's module for this kernel is 535.288.01, not ${other}`,
  )
  expect(await host.system()).toEqual(before)
  await expectDriver(host, booted)
})

test("a policy that forbids another driver is obeyed", async ({ host }) => {
  const policy = { "driver-change": "refuse", "heavy-builds": "allow" }
  await using fleet = await driverFleet(host, other, { policy })
  const result = await untouched(host, () => deployed(fleet, host.name))
  const [code, stage] = ["SDOPS_DRIVER_REFUSED", "guard"]
  expectError(result, { code, exit: "refused", stage })
  expect(result.error?.message).toContain(`from ${booted} to ${other}`)
})

test("an app that stays busy keeps its driver", async ({ fleet, host }) => {
  // Long enough that its end doesn't fall into that second.
  await using app = await keepBusy(host, 12)
  const environment = { SDOPS_LIMIT_QUEUE: "1" }
  const result = await deployed(fleet, host.name, [], { environment })
  const [code, stage] = ["SDOPS_APP_BUSY", "drain"]
  expectError(result, { code, exit: "refused", stage })
  await app.release()
  await expectDriver(host, booted)
})

/** So that a host that nobody watches turns back within seconds. */
const alone = {
  ...hasty.environment,
  SDOPS_LIMIT_CONTACT: "4",
  SDOPS_LIMIT_GATE: "4",
  SDOPS_LIMIT_HEARTBEAT_EXPIRY: "5",
}

test("sdops is gone before the proof: the old driver comes back", async ({
  fleet,
  host,
}) => {
  const before = await host.system()
  const kill = ({ signal }: Held) => signal("SIGKILL")
  await deployWith(fleet, host.name, { stage: "gate" }, kill, alone)
  await endsByItself(host)
  expect(await host.system()).toEqual(before)
  await expectDriver(host, booted)
  const after = await resumed(fleet, host)
  expect(after.verdict).toBe("rolled-back")
})

/** Until the host waits for a module that never goes. */
function unloading(host: LabHost) {
  const script = `for record in /nix/var/sdops/deploys/*/record; do
    ! grep -q ^state=activating $record || grep ^phase= $record; done`
  const says = async () =>
    (await host.exec(script)).stdout.includes("phase=unloading")
  return waitFor(says, { deadline: 60, what: "the driver to be unloaded" })
}

test("the supervisor dies on the way: the dead-man undoes it", async ({
  fleet,
  host,
}) => {
  await using _ = await gpuFault(host, "unload-hangs", booted)
  const before = await host.system()
  const environment = { ...alone, SDOPS_LIMIT_DRIVER: "60" }
  const deploying = deployed(fleet, host.name, [], { environment })
  await unloading(host)
  await host.exec("systemctl kill -s KILL 'sdops-deploy-*.service'")
  const result = await deploying
  expect(result.verdict).toBe("rolled-back")
  expect(await host.system()).toEqual(before)
  await endsByItself(host)
  await expectDriver(host, booted)
})

test("a power cut on the way: the old system boots, with its driver", async ({
  fleet,
  host,
}) => {
  const fault = await gpuFault(host, "unload-hangs", booted)
  const before = await host.system()
  const environment = {
    ...alone,
    SDOPS_LIMIT_CONTACT: "60",
    SDOPS_LIMIT_DRIVER: "60",
    SDOPS_LIMIT_KEEPALIVE: "1",
  }
  const deploying = deployed(fleet, host.name, [], { environment })
  await unloading(host)
  await host.yank()
  await host.start()
  await fault[Symbol.asyncDispose]()
  const result = await deploying
  expect(result.verdict).toBe("rolled-back")
  const after = await host.system()
  expect(after).toEqual({ ...before, booted: after.booted })
  expect((await resumed(fleet, host)).verdict).toBe("rolled-back")
  await expectDriver(host, booted)
})

test("held by fbcon where a reboot may be: booted once, or not at all", async ({
  fleet,
  host,
}) => {
  await useDriver(fleet, host, other)
  await editFleet(fleet, `${host.name}.yaml`, (text) =>
    JSON.stringify({ ...JSON.parse(text), policy: { reboot: "allowed" } }),
  )
  await using _ = await gpuFault(host, "fbcon")
  const before = await host.system()

  const gate = { stage: "gate" } as const
  const cut = await deployWith(fleet, host.name, gate, () => host.crash())
  expect(cut.result?.verdict).toBe("rolled-back")
  const { bootDefault } = before
  expect(await host.system()).toEqual({ ...before, booted: bootDefault })
  await expectDriver(host, booted)

  const result = await deployed(fleet, host.name)
  expect(result.error).toBeUndefined()
  expect(result.verdict).toBe("committed")
  const { candidate } = result
  expect(await host.system()).toMatchObject({ booted: candidate })
  await expectDriver(host, other)
})
