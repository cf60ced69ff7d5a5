import { expect } from "vitest"
import { changePort, deploysAgain, expectWhole, resumed } from "./aftermath.ts"
import { serves } from "./serves.ts"
import { test } from "./serving.ts"
import { whileCommitting } from "./committing.ts"
import { deployWith, type Held } from "./watched.ts"

/** So that sdops gives up soon; the host is off. */
const hasty = {
  SDOPS_LIMIT_CONNECT: "2",
  SDOPS_LIMIT_CONTACT: "4",
  SDOPS_LIMIT_GATE: "15",
  SDOPS_LIMIT_KEEPALIVE: "1",
}

test("power lost between activation and commit is the rollback", async ({
  fleet,
  host,
}) => {
  const port = await changePort(fleet, host)
  const before = await host.system()
  const gate = { stage: "gate" } as const
  const off = () => host.yank()
  const run = await deployWith(fleet, host.name, gate, off, hasty)
  expect(run.result?.verdict).toBe("stranded")
  expect(run.exit).toBe(6)
  await host.start()
  const after = await host.system()
  expect(after).toEqual({ ...before, booted: after.booted })
  expect(await expectWhole(host)).toBe(before.current)
  await serves(host, port.old)
  const told = await resumed(fleet, host)
  expect(told.verdict).toBe("rolled-back")
  expect(told.record).toBe(run.result?.record)
  expect(told.run.exit).toBe(4)
  await deploysAgain(fleet, host, port.new)
})

test("a host that is back in time is asked how it ended", async ({
  fleet,
  host,
}) => {
  const port = await changePort(fleet, host)
  const before = await host.system()
  const gate = { stage: "gate" } as const
  const crash = () => host.crash()
  const patient = { ...hasty, SDOPS_LIMIT_CONTACT: "60" }
  const run = await deployWith(fleet, host.name, gate, crash, patient)
  expect(run.result?.verdict).toBe("rolled-back")
  expect(run.exit).toBe(4)
  expect(await expectWhole(host)).toBe(before.current)
  await serves(host, port.old)
  await deploysAgain(fleet, host, port.new)
})

const interrupted = [
  { exit: 4, verdict: "rolled-back", when: "before" },
  { exit: 0, verdict: "committed", when: "after" },
] as const

test.for(interrupted)(
  "power lost in the commit, $when the loader is written",
  async ({ exit, verdict, when }, { fleet, host }) => {
    const port = await changePort(fleet, host)
    const before = await host.system()
    const committing = await whileCommitting(host, when)
    const off = async (held: Held) => {
      held.release()
      await committing.reached()
      await host.yank()
    }
    const commit = { stage: "commit" } as const
    const run = await deployWith(fleet, host.name, commit, off, hasty)
    expect(run.result?.verdict).toBe("stranded")
    expect(run.exit).toBe(6)
    await host.start()
    const told = await resumed(fleet, host)
    expect(told.verdict).toBe(verdict)
    expect(told.run.exit).toBe(exit)
    const current = await expectWhole(host)
    expect(current === before.current).toBe(verdict === "rolled-back")
    await serves(host, verdict === "committed" ? port.new : port.old)
    await deploysAgain(fleet, host, port.new)
  },
)
