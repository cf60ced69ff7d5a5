import { dirname } from "node:path"
import { expect } from "vitest"
import type { LabHost } from "../lab/host.ts"
import { waitFor } from "../lab/wait.ts"
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

const database = "/var/lib/comfyui/user/comfyui.db"

/** What an app of some version has made of its database and its journal. */
async function writes(host: LabHost, version: string): Promise<void> {
  const made = await host.exec(`set -e
    mkdir -p ${dirname(database)}
    chown comfyui: ${dirname(database)}
    for file in ${database} ${database}-wal; do
      echo "${version} $file" >$file
      chown comfyui: $file
    done`)
  expect(made).toMatchObject({ exit: 0 })
}

test("power lost in the gate: the apps' state is the old one", async ({
  fleet,
  host,
}) => {
  await writes(host, "old")
  const read = `cat ${database} ${database}-wal`
  const old = (await host.exec(read)).stdout
  await changePort(fleet, host)
  const gate = { stage: "gate" } as const
  const off = async () => {
    await writes(host, "new")
    await host.yank()
  }
  await deployWith(fleet, host.name, gate, off, hasty)
  await host.start()
  // Its own unit waits for that; whoever looks may be earlier.
  const back = async () => (await host.exec(read)).stdout === old
  await waitFor(back, { deadline: 30, every: 0.2, what: "the old state" })
  const journal = ["journalctl", "-b", "-u", "app-state"]
  const said = async () => (await host.exec(journal)).stdout
  await expect
    .poll(said, { timeout: 10_000 })
    .toContain("restored the state of comfyui.service")
  // What the old system's app writes from now on is nobody's to undo.
  await writes(host, "newer")
  expect((await resumed(fleet, host)).verdict).toBe("rolled-back")
  await host.exec("systemctl restart comfyui.service")
  expect((await host.exec(read)).stdout).toContain("newer")
})

test("without the unit, the next contact puts it back", async ({
  fleet,
  host,
}) => {
  await writes(host, "old")
  const read = `cat ${database} ${database}-wal`
  const old = (await host.exec(read)).stdout
  const gate = { stage: "gate" } as const
  // As in a system that sdops has not made; its app can't read what is there.
  const off = async () => {
    await writes(host, "new")
    await host.exec(`mkdir -p /etc/systemd/system.control
      ln -s /dev/null /etc/systemd/system.control/app-state.service
      ln -s /dev/null /etc/systemd/system.control/comfyui.service`)
    await host.yank()
  }
  await deployWith(fleet, host.name, gate, off, hasty)
  await host.start()
  await host.exec(`rm -r /etc/systemd/system.control
    systemctl daemon-reload`)
  expect((await host.exec(read)).stdout).not.toBe(old)
  expect((await resumed(fleet, host)).verdict).toBe("rolled-back")
  const back = async () => (await host.exec(read)).stdout === old
  await waitFor(back, { deadline: 30, every: 0.2, what: "the old state" })
  const runs = async () =>
    (await host.exec("systemctl is-active comfyui.service")).exit === 0
  await waitFor(runs, { deadline: 30, every: 0.2, what: "the app" })
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
