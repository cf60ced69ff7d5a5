import { describe, expect } from "vitest"
import { makeFleet } from "../lab/fleet.ts"
import { test as freshTest } from "../lab/test.ts"
import {
  changePort,
  deploysAgain,
  endsByItself,
  expectWhole,
  resumed,
} from "./aftermath.ts"
import { otherMachine } from "./other-machine.ts"
import { serves } from "./serves.ts"
import { test } from "./serving.ts"
import { whileStarting } from "./starting.ts"
import { deployWith, type Held, type Moment } from "./watched.ts"

/** So that a host which nobody watches turns back within seconds. */
const hasty = {
  SDOPS_LIMIT_CONTACT: "4",
  SDOPS_LIMIT_GATE: "4",
  SDOPS_LIMIT_QUEUE: "3",
}

/** Where another machine comes before any deadline. */
const patient = { ...hasty, SDOPS_LIMIT_CONTACT: "90", SDOPS_LIMIT_GATE: "90" }

/** Where the gate is passed before the kill, and must have the time. */
const unhurried = {
  ...hasty,
  SDOPS_LIMIT_CONTACT: "20",
  SDOPS_LIMIT_GATE: "60",
}

const kill = ({ signal }: Held) => signal("SIGKILL")

/** The builder's words first: what was sent to a host may be built there. */
const beforeTheLock: readonly Moment[] = [
  { stage: "build", words: "building" },
  { stage: "connect" },
  { stage: "probe" },
  { stage: "push" },
  { stage: "plan" },
  { stage: "guard" },
  { stage: "build" },
]

freshTest("killed before the lock, sdops leaves no trace", async ({ host }) => {
  await using fleet = await makeFleet([host])
  const before = await host.system()
  for (const moment of beforeTheLock) {
    const run = await deployWith(fleet, host.name, moment, kill, hasty)
    expect(run.signal).toBe("SIGKILL")
    await endsByItself(host)
    expect(await host.system()).toEqual(before)
  }
  const after = await resumed(fleet, host)
  expect(after.run.exit).toBe(1)
  expect(after.verdict).toBe("failed")
  expect(after.error?.code).toBe("SDOPS_NO_RECORD")
  await deploysAgain(fleet, host, 8188)
})

type Killed = Moment & {
  readonly exit: number
  readonly verdict: "committed" | "failed" | "rolled-back"
}

/** More of them are cells of test/matrix. */
const afterTheLock: readonly Killed[] = [
  { exit: 1, stage: "drain", verdict: "failed" },
  { exit: 4, stage: "activate", verdict: "rolled-back" },
  { exit: 0, stage: "report", verdict: "committed" },
  { exit: 4, stage: "gate", verdict: "rolled-back", words: "image" },
]

describe("killed after the lock, the host ends by itself", () => {
  test("lock, while the host is about to take it", async ({ fleet, host }) => {
    const port = await changePort(fleet, host)
    const before = await host.system()
    await using starting = await whileStarting(host)
    const trouble = async (held: Held) => {
      held.release()
      await starting.reached()
      kill(held)
    }
    await deployWith(fleet, host.name, { stage: "lock" }, trouble, hasty)
    await starting.goOn()
    await starting.begun()
    await endsByItself(host)
    expect(await host.system()).toEqual(before)
    await serves(host, port.old)
    const after = await resumed(fleet, host)
    expect(after.verdict).toBe("failed")
    expect(after.run.exit).toBe(1)
  })

  test.for(afterTheLock)(
    "$stage: $verdict",
    async (killed, { host, fleet }) => {
      const port = await changePort(fleet, host)
      const before = await host.system()
      const committed = killed.verdict === "committed"
      const limits = committed ? unhurried : hasty
      const run = await deployWith(fleet, host.name, killed, kill, limits)
      expect(run.signal).toBe("SIGKILL")
      await endsByItself(host)
      const current = await expectWhole(host)
      expect(current === before.current).toBe(!committed)
      await serves(host, committed ? port.new : port.old)
      const after = await resumed(fleet, host)
      expect(after.verdict).toBe(killed.verdict)
      expect(after.run.exit).toBe(killed.exit)
      expect(after.candidate === current).toBe(committed)
    },
  )

  test("resume follows a host that still turns back", async ({
    fleet,
    host,
  }) => {
    const port = await changePort(fleet, host)
    const before = await host.system()
    const gate = { stage: "gate" } as const
    await deployWith(fleet, host.name, gate, kill, hasty)
    const after = await resumed(fleet, host)
    expect(after.verdict).toBe("rolled-back")
    expect(after.error?.code).toBe("SDOPS_CONTACT_LOST")
    expect(await host.system()).toEqual(before)
    await endsByItself(host)
    await serves(host, port.old)
  })

  test("another machine proves and commits what waits", async ({
    fleet,
    host,
  }) => {
    const port = await changePort(fleet, host)
    const gate = { stage: "gate" } as const
    await deployWith(fleet, host.name, gate, kill, patient)
    await using other = await otherMachine(host)
    const [held] = (await other.run("lock", "status")).hosts
    expect(held).toMatchObject({ stage: "gate", state: "held" })
    expect(held?.["expires-in"]).toBeGreaterThan(0)
    const asked = await other.run("lock", "release")
    expect(asked.exit).toBe(3)
    expect(asked.hosts[0]?.error?.code).toBe("SDOPS_NEEDS_YES")

    const confirmed = await other.run("confirm")
    expect(confirmed.hosts[0]?.error).toBeUndefined()
    expect(confirmed.hosts[0]?.verdict).toBe("committed")
    expect(confirmed.exit).toBe(0)
    await serves(host, port.new)
    expect(await expectWhole(host)).toBe(confirmed.hosts[0]?.candidate)
    const [free] = (await other.run("lock", "status")).hosts
    expect(free).toMatchObject({ state: "free" })
    const nothing = await other.run("confirm")
    expect(nothing.exit).toBe(3)
    expect(nothing.hosts[0]?.error?.code).toBe("SDOPS_NOTHING_TO_CONFIRM")
  })

  test("another machine releases the lock of what waits", async ({
    fleet,
    host,
  }) => {
    const port = await changePort(fleet, host)
    const before = await host.system()
    const gate = { stage: "gate" } as const
    await deployWith(fleet, host.name, gate, kill, patient)
    await using other = await otherMachine(host)
    const released = await other.run("lock", "release", "--yes")
    const turned = { state: "turned-back", verdict: "rolled-back" }
    expect(released.hosts).toMatchObject([turned])
    expect(released.exit).toBe(0)
    expect(await host.system()).toEqual(before)
    await serves(host, port.old)
    const after = await resumed(fleet, host)
    expect(after.error?.message).toContain("was released by")
    const again = await other.run("lock", "release", "--yes")
    expect(again.hosts).toMatchObject([{ state: "free" }])
    expect(again.exit).toBe(0)
  })

  test("a deployment afterwards works", async ({ fleet, host }) => {
    const port = await changePort(fleet, host)
    await deploysAgain(fleet, host, port.new)
  })
})
