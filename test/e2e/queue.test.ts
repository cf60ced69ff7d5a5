import { expect } from "vitest"
import { editFleet, type LabFleet, makeFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { test as labTest } from "../lab/test.ts"
import { waitFor } from "../lab/wait.ts"
import { imagesOn, keepBusy, queued } from "./busy-app.ts"
import { deployed, sdops } from "./sdops.ts"
import { expectQuiet, serves } from "./serves.ts"
import { expectError } from "./untouched.ts"

/** A host that serves at its own address and nowhere else, and its fleet. */
const test = labTest.extend(
  "serving",
  { scope: "file" },
  async ({ host }, { onCleanup }) => {
    const services = { comfyui: { listen: [host.address] } }
    const fleet = await makeFleet([host], {
      files: { [`${host.name}/more.nix`]: more("first") },
      hosts: { [host.name]: { services } },
      more: { [host.name]: ["more.nix"] },
    })
    onCleanup(() => fleet[Symbol.asyncDispose]())
    const first = await deployed(fleet, host.name)
    expect(first.verdict).toBe("committed")
    return fleet
  },
)

/** A module that changes the system, and ComfyUI's unit if asked to. */
function more(text: string, app = "same"): string {
  return `{
    environment.etc."sdlab-note".text = "${text}";
    systemd.services.comfyui.environment.NOTE = "${app}";
  }`
}

async function change(fleet: LabFleet, host: LabHost, nix: string) {
  await editFleet(fleet, `${host.name}/more.nix`, () => nix)
}

async function processOf(host: LabHost): Promise<string> {
  const show = ["systemctl", "show", "-P", "InvocationID", "comfyui.service"]
  return (await host.exec(show)).stdout
}

test("a change that leaves the app alone doesn't wait for its queue", async ({
  host,
  serving,
}) => {
  const before = await processOf(host)
  await change(serving, host, more("second"))
  await using app = await keepBusy(host)

  const result = await deployed(serving, host.name)

  expect(result.error).toBeUndefined()
  expect(result.verdict).toBe("committed")
  const said = "comfyui is busy and unchanged, so it made no image"
  expect(result.notes).toContain(said)
  expect(await queued(`http://${host.address}:8188`)).toBeGreaterThan(0)
  expect(await processOf(host)).toBe(before)
  await app.release()
})

test("an app that stays busy is left to its work", async ({
  host,
  serving,
}) => {
  const before = await host.system()
  const process = await processOf(host)
  await change(serving, host, more("second", "other"))
  await using app = await keepBusy(host, 15)

  const environment = { SDOPS_LIMIT_QUEUE: "1" }
  const result = await deployed(serving, host.name, [], { environment })

  const [code, stage] = ["SDOPS_APP_BUSY", "drain"]
  expectError(result, { code, exit: "refused", stage })
  expect(result.verdict).toBe("refused")
  expect(await host.system()).toEqual(before)
  expect(await processOf(host)).toBe(process)
  expect(await queued(`http://${host.address}:8188`)).toBeGreaterThan(0)
  await app.release()
  await expectQuiet(host)
})

test("a deployment waits for the running job, and none is lost", async ({
  host,
  serving,
}) => {
  const url = `http://${host.address}:8188`
  const idle = async () => (await queued(url)) === 0
  await waitFor(idle, { deadline: 60, what: "an empty queue" })
  const images = await imagesOn(host)
  const before = await processOf(host)
  await change(serving, host, more("third", "third"))
  // So that the deployment isn't over before others have looked.
  await using app = await keepBusy(host, 15)

  const first = deployed(serving, host.name)
  const locked = async () => {
    const held = ["test", "-e", "/nix/var/sdops/lock/holder"]
    return (await host.exec(held)).exit === 0
  }
  await waitFor(locked, { deadline: 120, every: 0.2, what: "the lock" })
  const second = await deployed(serving, host.name)
  const planned = await sdops(serving, ["plan", host.name])
  const only = ["--only", "system", "--json"]
  const looked = await sdops(serving, ["doctor", host.name, ...only])
  const jobs = await app.release()
  const result = await first

  const [code, stage] = ["SDOPS_HOST_LOCKED", "probe"]
  expectError(second, { code, exit: "refused", stage })
  expect(second.error?.message).toMatch(
    /is being deployed \(\S+, stage \w+, by \S+@\S+ since /,
  )
  expect(planned.exit).toBe(3)
  expect(planned.stderr).toContain(`${host.name} is being deployed (`)
  expect(planned.stderr).toContain(`sdops resume ${host.name}`)
  expect(looked.stdout).toContain(`${host.name} is being deployed (`)
  expect(looked.stdout).not.toMatch(/by hand|left .* behind|was left/)
  expect(result.error).toBeUndefined()
  expect(result.verdict).toBe("committed")
  expect(jobs.length).toBeGreaterThan(2)
  await waitFor(idle, { deadline: 60, what: "an empty queue" })
  expect(await imagesOn(host)).toBe(images + jobs.length)
  expect(await processOf(host)).not.toBe(before)
  await serves(host)
})

test("of two control machines at once the loser names the winner", async ({
  host,
  serving,
}) => {
  const idle = async () => (await queued(`http://${host.address}:8188`)) === 0
  await waitFor(idle, { deadline: 60, what: "an empty queue" })
  await change(serving, host, more("fourth", "fourth"))
  // So that the winner isn't over before the loser has come.
  await using app = await keepBusy(host)

  const running = [deployed(serving, host.name), deployed(serving, host.name)]
  await Promise.race(running)
  await app.release()
  const both = await Promise.all(running)

  const [loser, winner] = both.toSorted((one, other) =>
    one.verdict < other.verdict ? 1 : -1,
  )
  expect(winner?.verdict).toBe("committed")
  expect(loser?.verdict).toBe("refused")
  expect(loser?.run.exit).toBe(3)
  expect(loser?.error?.message).toContain(`(${winner?.record}, stage `)
})
