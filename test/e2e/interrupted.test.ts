import { describe, expect } from "vitest"
import type { LabHost } from "../lab/host.ts"
import { waitFor } from "../lab/wait.ts"
import {
  changePort,
  deploysAgain,
  endsByItself,
  expectWhole,
  resumed,
} from "./aftermath.ts"
import { expectQuiet, serves } from "./serves.ts"
import { defaultLimits } from "../../src/limits.ts"
import { test } from "./serving.ts"
import { deployWith, type Held, type Moment } from "./watched.ts"

const interrupt = ({ signal }: Held) => signal("SIGINT")

type Interrupted = Moment & { readonly verdict: string; readonly says: string }

const once: readonly Interrupted[] = [
  {
    says: "nothing was changed",
    stage: "build",
    verdict: "interrupted",
    words: "building",
  },
  {
    says: "the previous system is running again",
    stage: "activate",
    verdict: "rolled-back",
  },
  {
    says: "the previous system is running again",
    stage: "gate",
    verdict: "rolled-back",
  },
  {
    says: "the new system is running and is the boot default",
    stage: "report",
    verdict: "committed",
  },
]

/** Before, the host hasn't begun, and has nothing to take back. */
async function untilActivating(host: LabHost): Promise<void> {
  const records = "/nix/var/sdops/deploys/*/record"
  const script = `grep -lE '^state=(activating|gating)$' ${records}`
  const activates = async () => (await host.exec(script)).exit === 0
  await waitFor(activates, { deadline: 60, what: `${host.name} to activate` })
}

describe("Ctrl-C stops safely and says what the host is left with", () => {
  test.for(once)("in $stage", async (at, { fleet, host }) => {
    const port = await changePort(fleet, host)
    const before = await host.system()
    const trouble = async (held: Held) => {
      if (at.stage === "activate") await untilActivating(host)
      interrupt(held)
    }
    const run = await deployWith(fleet, host.name, at, trouble)
    expect(run.exit).toBe(130)
    expect(run.result?.verdict).toBe(at.verdict)
    expect(run.result?.error?.code).toBe("SDOPS_INTERRUPTED")
    expect(run.result?.error?.message).toContain(at.says)
    // It has waited for the host: nothing runs there any more.
    if (at.stage === "build") await endsByItself(host)
    await expectQuiet(host)
    const current = await expectWhole(host)
    const committed = at.verdict === "committed"
    expect(current === before.current).toBe(!committed)
    await serves(host, committed ? port.new : port.old)
    if (at.stage === "build") return
    const after = await resumed(fleet, host)
    expect(after.verdict).toBe(at.verdict)
  })

  test("a deployment afterwards works", async ({ fleet, host }) => {
    const port = await changePort(fleet, host)
    await deploysAgain(fleet, host, port.new)
  })
})

test("Ctrl-C twice quits at once; the host turns back", async ({
  fleet,
  host,
}) => {
  const port = await changePort(fleet, host)
  const before = await host.system()
  // Cut off, so that the first alone would have to wait.
  const twice = async ({ failed, release, signal }: Held) => {
    await host.cut()
    signal("SIGINT")
    release()
    await failed
    signal("SIGINT")
  }
  const hasty = { SDOPS_LIMIT_CONTACT: "4" }
  const activate = { stage: "activate" } as const
  const run = await deployWith(fleet, host.name, activate, twice, hasty)
  expect(run.exit).toBe(130)
  // The first alone waits for contact, and as long as a gate may last.
  expect(run.seconds).toBeLessThan(defaultLimits.gate)
  expect(run.stderr).toContain(`sdops resume ${host.name}`)
  await endsByItself(host)
  expect(await host.system()).toEqual(before)
  await host.heal()
  await serves(host, port.old)
  const after = await resumed(fleet, host)
  expect(after.verdict).toBe("rolled-back")
  expect(after.run.exit).toBe(4)
})

test.for(["probe", "build", "gate", "report"] as const)(
  "a reader that quits in %s rewords nothing",
  async (stage, { expect, fleet, host }) => {
    const port = await changePort(fleet, host)
    const run = await deployWith(fleet, host.name, { stage }, ({ quit }) =>
      quit(),
    )
    expect([run.exit, run.signal]).toEqual([0, undefined])
    const after = await resumed(fleet, host)
    expect(after.verdict).toBe("committed")
    await serves(host, port.new)
  },
)
