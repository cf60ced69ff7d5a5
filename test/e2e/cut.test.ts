import { describe, expect } from "vitest"
import { defaultLimits } from "../../src/limits.ts"
import { makeFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { test as freshTest } from "../lab/test.ts"
import {
  changePort,
  deploysAgain,
  endsByItself,
  expectWhole,
  resumed,
} from "./aftermath.ts"
import { serves } from "./serves.ts"
import { test } from "./serving.ts"
import { whileStarting } from "./starting.ts"
import { deployWith, type Held, type Moment } from "./watched.ts"

/** So that both ends give each other up within seconds. */
const hasty = {
  SDOPS_LIMIT_CONNECT: "2",
  SDOPS_LIMIT_CONTACT: "4",
  SDOPS_LIMIT_GATE: "4",
  SDOPS_LIMIT_KEEPALIVE: "1",
  SDOPS_LIMIT_QUEUE: "3",
}
/** Where the gate is passed before the cut, and must have the time. */
const unhurried = { ...hasty, SDOPS_LIMIT_CONTACT: "8", SDOPS_LIMIT_GATE: "12" }

const cut = (host: LabHost) => () => host.cut()

const beforeTheLock: readonly Moment[] = [
  { stage: "connect" },
  { stage: "probe" },
  { stage: "push" },
  { stage: "plan" },
  { stage: "guard" },
  { stage: "build" },
]

freshTest("cut off before the lock, nothing changes", async ({ host }) => {
  await using fleet = await makeFleet([host])
  const before = await host.system()
  for (const moment of beforeTheLock) {
    const run = await deployWith(fleet, host.name, moment, cut(host), hasty)
    expect(run.result?.verdict, moment.stage).toBe("failed")
    expect(run.exit).toBe(1)
    expect(run.seconds).toBeLessThan(defaultLimits.contact)
    await endsByItself(host)
    expect(await host.system()).toEqual(before)
    await host.heal()
  }
  const after = await resumed(fleet, host)
  expect(after.run.exit).toBe(1)
  expect(after.error?.code).toBe("SDOPS_NO_RECORD")
  await deploysAgain(fleet, host, 8188)
})

type Cut = Moment & {
  readonly limits: typeof hasty
  /** What sdops says while it can't know. */
  readonly said: "stranded"
  /** What is true. */
  readonly verdict: "committed" | "failed" | "rolled-back"
}

/** More of them are cells of test/matrix. */
const afterTheLock: readonly Cut[] = [
  { limits: hasty, said: "stranded", stage: "drain", verdict: "failed" },
  {
    limits: unhurried,
    said: "stranded",
    stage: "commit",
    verdict: "committed",
  },
  { limits: hasty, said: "stranded", stage: "gate", verdict: "rolled-back" },
]

const exits = { committed: 0, failed: 1, "rolled-back": 4, stranded: 6 }

describe("cut off after the lock, the host takes care of itself", () => {
  test("lock, while the host is about to take it", async ({ fleet, host }) => {
    const port = await changePort(fleet, host)
    const before = await host.system()
    await using starting = await whileStarting(host)
    const trouble = async (held: Held) => {
      held.release()
      await starting.reached()
      await host.cut()
      await starting.goOn()
    }
    const lock = { stage: "lock" } as const
    const run = await deployWith(fleet, host.name, lock, trouble, hasty)
    expect(run.result?.verdict).toBe("stranded")
    expect(run.result?.error?.code).toBe("SDOPS_OUTCOME_UNKNOWN")
    expect(run.exit).toBe(6)
    await endsByItself(host)
    expect(await host.system()).toEqual(before)
    await host.heal()
    await serves(host, port.old)
    const after = await resumed(fleet, host)
    expect(after.verdict).toBe("failed")
    expect(after.record).toBe(run.result?.record)
  })

  test.for(afterTheLock)("$stage: $verdict", async (at, { fleet, host }) => {
    const port = await changePort(fleet, host)
    const before = await host.system()
    const run = await deployWith(fleet, host.name, at, cut(host), at.limits)
    expect(run.result?.verdict).toBe(at.said)
    expect(run.exit).toBe(exits[at.said])
    expect(run.seconds).toBeLessThan(defaultLimits.contact)
    await endsByItself(host)
    const current = await expectWhole(host)
    const committed = at.verdict === "committed"
    expect(current === before.current).toBe(!committed)
    await host.heal()
    await serves(host, committed ? port.new : port.old)
    const after = await resumed(fleet, host)
    expect(after.verdict).toBe(at.verdict)
    expect(after.run.exit).toBe(exits[at.verdict])
    expect(after.record).toBe(run.result?.record)
  })

  test("a deployment afterwards works", async ({ fleet, host }) => {
    const port = await changePort(fleet, host)
    await deploysAgain(fleet, host, port.new)
  })
})
