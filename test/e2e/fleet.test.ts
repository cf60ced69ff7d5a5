import { expect } from "vitest"
import { gpuResult } from "../../src/fleet/gpus/result.ts"
import { statusResult } from "../../src/fleet/status/result.ts"
import { type LabFleet, makeFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { test as labTest } from "../lab/test.ts"
import { deployed, sdops } from "./sdops.ts"

type Pair = {
  /** One that others have made. */
  readonly fresh: LabHost
  readonly fleet: LabFleet
  /** One that serves. */
  readonly served: LabHost
}

/** Two hosts of a fleet. */
const test = labTest.extend(
  "pair",
  { scope: "file" },
  async ({ launchHost }, { onCleanup }): Promise<Pair> => {
    const [served, fresh] = await Promise.all([launchHost(), launchHost()])
    const fleet = await makeFleet([served, fresh])
    onCleanup(() => fleet[Symbol.asyncDispose]())
    const first = await deployed(fleet, served.name)
    expect(first.verdict).toBe("committed")
    return { fleet, fresh, served }
  },
)

test("status tells hosts by one connection each, and changes nothing", async ({
  pair: { fleet, fresh, served },
}) => {
  const before = await served.system()
  const marks = await Promise.all([served.sessions(), fresh.sessions()])
  const run = await sdops(fleet, ["status", "--json"])
  expect([run.exit, run.stderr]).toEqual([0, ""])
  const { hosts } = statusResult.parse(JSON.parse(run.stdout))
  const by = new Map(hosts.map((host) => [host.host, host]))
  expect(by.get(served.name)).toMatchObject({
    apps: [{ app: "comfyui", queued: 0, state: "active" }],
    deployment: { verdict: "committed" },
    drift: [],
    driver: { state: "ok" },
    outcome: "ok",
    system: { generation: "2", toplevel: before.current },
  })
  expect(by.get(fresh.name)).toMatchObject({
    apps: [{ app: "comfyui" }],
    drift: ["foreign"],
    outcome: "warn",
  })
  const one = await served.sessions(marks[0])
  const other = await fresh.sessions(marks[1])
  expect([one.handshakes, other.handshakes]).toEqual([1, 1])
  expect(one.sessions).toBe(1)
  expect(await served.system()).toEqual(before)
})

test("a watch keeps its connections", async ({ pair: { fleet, served } }) => {
  const marks = await served.sessions()
  const words = ["status", served.name, "--watch", "--every", "1", "--verbose"]
  let seen = 0
  const { promise, resolve } = Promise.withResolvers<void>()
  const run = sdops(fleet, words, {
    onOut: (line, kill) => {
      if (line.includes(served.name)) seen += 1
      if (seen !== 3 || !line.includes(served.name)) return
      kill("SIGINT")
      resolve()
    },
  })
  await promise
  expect((await run).exit).toBe(0)
  expect((await served.sessions(marks)).handshakes).toBe(1)
})

test("gpu tells what each GPU does, and for which service", async ({
  pair: { fleet, served },
}) => {
  const run = await sdops(fleet, ["gpu", "--json"])
  expect([run.exit, run.stderr]).toEqual([0, ""])
  const { hosts } = gpuResult.parse(JSON.parse(run.stdout))
  const found = hosts.find(({ host }) => host === served.name)
  expect(found).toMatchObject({
    gpus: [
      {
        name: "NVIDIA GeForce GTX 1060 6GB",
        processes: [{ unit: "comfyui.service" }],
        temperature: 28,
        "total-mib": 6144,
      },
    ],
  })
})

test("a host that is gone is a line beside the others", async ({
  pair: { fleet, fresh, served },
}) => {
  await fresh.unplug()
  const environment = { SDOPS_LIMIT_CONNECT: "3" }
  const run = await sdops(fleet, ["status"], { environment }).finally(() =>
    fresh.heal(),
  )
  expect(run.exit).toBe(1)
  const lines = run.stdout.trimEnd().split("\n")
  expect(lines).toHaveLength(4)
  const line = (name: string) => lines.find((one) => one.includes(name))
  expect(line(fresh.name)).toContain(`can't reach ${fresh.address}`)
  expect(line(served.name)).toMatch(/comfyui 0 {2}committed \d+[sm] ago$/)
  expect(lines.filter((one) => one.length > 80)).toEqual([])
})

test("nvidia-smi that says no is an error with its cure", async ({
  pair: { fleet, served },
}) => {
  await served.exec("mv /dev/nvidiactl /dev/nvidiactl-away")
  const run = await sdops(fleet, ["gpu", served.name]).finally(() =>
    served.exec("mv /dev/nvidiactl-away /dev/nvidiactl"),
  )
  expect(run.exit).toBe(1)
  expect(run.stdout).toContain("no NVIDIA GPU answers")
  expect(run.stdout).toContain(`sdops doctor ${served.name} --only reach,gpu`)
})
