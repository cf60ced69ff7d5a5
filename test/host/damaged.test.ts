import { mkdir, rm, truncate, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import type { DeployOrder } from "../../src/host/supervisor/deploy-order.ts"
import { closeStale, readRecords } from "../../src/host/record/records.ts"
import { runningIn } from "../../src/host/record/running.ts"
import { startSupervisor } from "../../src/host/supervisor/start.ts"
import { FakeRoot } from "./local-shell.ts"
import { boot, system, textOf } from "./record-text.ts"

const home = "nix/var/sdops"
const older = textOf({ id: "d-older", number: "1", started: "900" })
const files = {
  [`${home}/audit.log`]: "a line\n",
  [`${home}/deploys/d-newer/deadman.sh`]: "main() { :; }\nmain </dev/null\n",
  [`${home}/deploys/d-newer/number`]: "number=2\n",
  [`${home}/deploys/d-newer/output`]: "words\n",
  [`${home}/deploys/d-newer/record`]: textOf(),
  [`${home}/deploys/d-older/number`]: "number=1\n",
  [`${home}/deploys/d-older/record`]: older,
  [`${home}/lock/holder`]: "id=d-newer\nsince=5\nwho=ada@mac\nreason=r\n",
  [`${home}/mutex`]: "",
  "proc/sys/kernel/random/boot_id": `${boot}\n`,
}
const dead = {
  nproc: "echo 1",
  systemctl: "[ $1 != is-active ] || { echo inactive; exit 3; }",
  "systemd-run": `echo "$*" >>"\${0%/system/*}/started"`,
}
const alive = { ...dead, systemctl: "[ $1 != is-active ] || echo active" }

/** What may become of a file. */
const damages = {
  "cut short": (path: string) => truncate(path, 9),
  "a folder": async (path: string) => {
    await rm(path, { recursive: true })
    await mkdir(path)
  },
  "a newer version's": (path: string) =>
    writeFile(path, textOf({ state: "pondering" })),
  emptied: (path: string) => truncate(path, 0),
  garbage: (path: string) => writeFile(path, "\u001b]52;\u0000%s=\nid=../x\n"),
  gone: (path: string) => rm(path, { recursive: true }),
} as const

// What is written to but never read only has to be a file again.
const damaged = Object.keys(files)
  .filter((path) => path.startsWith(home))
  .flatMap((path) =>
    Object.entries(damages)
      .filter(([how]) => /record|holder/.test(path) || how === "a folder")
      .map(([how, damage]) => ({ damage, how, path })),
  )

const order: DeployOrder = {
  apps: [],
  candidate: system,
  expected: {
    bootDefault: "",
    bootId: boot,
    booted: "",
    current: system,
    driver: "",
    generation: "",
    profile: "",
  },
  goal: "switch",
  gpu: { driver: "", vendor: "none" },
  id: "d-next",
  limits: {
    activation: 1,
    contact: 1,
    driver: 1,
    gate: 1,
    go: 1,
    bootDeadline: 1,
    heartbeatExpiry: 1,
    idle: 5,
    lock: 1,
    ready: 1,
  },
  nonce: "0123456789abcdef",
  oldApps: [],
  reason: "",
  toleratedUnits: [],
  waitForGo: false,
  who: "grace@couch",
}

test.for(damaged)("$path, $how", async ({ damage, path }) => {
  await using root = await FakeRoot.make(files, dead)
  await damage(root.at(path))
  const shell = root.shell(["dash"])

  // What a doctor sees, and the one command that he names for it.
  const seen = await readRecords(shell)
  await closeStale(shell)
  const after = await readRecords(shell)

  const left = after.records.map((known) => known.record.id)
  expect(after.unreadable).toEqual([])
  expect(after.lockUnreadable).toBe(false)
  expect(after.lock).toBeUndefined()
  expect(left.length + after.aside.length).toBeGreaterThan(0)
  // What was whole is as it was, in the order in which it was deployed.
  const whole = seen.records.map((known) => known.record.id)
  expect(left).toEqual(whole)
  expect(whole).toEqual(
    ["d-newer", "d-older"].filter((id) => left.includes(id)),
  )
  for (const { id } of seen.unreadable) {
    expect(after.aside.map(({ name }) => name)).toContain(id)
  }
  // A deployment gets as far as this one can: its system isn't here.
  await expect(startSupervisor(shell, order)).rejects.toMatchObject({
    code: expect.stringMatching(/HOST_CHANGED|NOT_ON_HOST/),
  })
})

test("what can't be read is left to a supervisor that lives", async () => {
  await using root = await FakeRoot.make(files, alive)
  await truncate(root.at(`${home}/deploys/d-newer/record`), 9)
  const shell = root.shell(["dash"])
  const after = await closeStale(shell)
  expect(after.aside).toEqual([])
  expect(after.lock?.id).toBe("d-newer")
  expect(runningIn(after)).toMatchObject({ id: "d-newer", who: "ada@mac" })
  await expect(startSupervisor(shell, order)).rejects.toMatchObject({
    code: "SDOPS_HOST_LOCKED",
    message: expect.stringContaining("d-newer, stage unknown, by ada@mac"),
  })
})

test("the lock, then the host's own count say what is newest", async () => {
  await using root = await FakeRoot.make(files, alive)
  // Its clock was wrong, so by time it would be the oldest.
  const running = textOf({ started: "5", state: "gating" })
  await root.put(`${home}/deploys/d-newer/record`, running)
  await root.put(`${home}/deploys/d-older/record`, older)
  await rm(root.at(`${home}/lock`), { recursive: true })
  const counted = await readRecords(root.shell(["dash"]))
  expect(counted.records.map((known) => known.record.id)).toEqual([
    "d-newer",
    "d-older",
  ])
  const third = textOf({ id: "d-third", number: "3" })
  await root.put(`${home}/deploys/d-third/record`, third)
  await root.put(`${home}/lock/holder`, files[`${home}/lock/holder`] ?? "")
  const held = await readRecords(root.shell(["dash"]))
  expect(held.records.map((known) => known.record.id)).toEqual([
    "d-newer",
    "d-third",
    "d-older",
  ])
  expect(runningIn(held)).toMatchObject({ id: "d-newer", stage: "gate" })
})

test("on this boot, without a dead-man: closed by a look", async () => {
  await using root = await FakeRoot.make(files, dead)
  const path = root.at(`${home}/deploys/d-newer`)
  await writeFile(join(path, "record"), textOf({ state: "gating" }))
  await closeStale(root.shell(["dash"]))
  // Its script is whole, so it runs again and knows how.
  const again = await readRecords(root.shell(["dash"]))
  expect(again.records[0]?.record.state).toBe("gating")
  await truncate(join(path, "deadman.sh"), 20)
  const { lock, records } = await closeStale(root.shell(["dash"]))
  expect(lock).toBeUndefined()
  expect(records[0]?.record).toMatchObject({
    cause: "dead-man",
    consoleCommand: expect.stringContaining(`${system}/bin/switch-to-`),
    state: "stranded",
  })
})

test("a record that can't be closed stops no other", async () => {
  await using root = await FakeRoot.make(files, dead)
  const other = { "boot-id": "another", state: "gating" }
  const newer = `${home}/deploys/d-newer/record`
  await root.put(newer, textOf({ ...other, candidate: "" }))
  const [first] = [`${home}/deploys/d-alpha/record`]
  await root.put(first as string, textOf({ ...other, id: "d-alpha" }))
  await mkdir(root.at(`${home}/deploys/d-alpha/record.new`))
  const { records } = await closeStale(root.shell(["dash"]))
  const states = records.map((known) => [known.record.id, known.record.state])
  expect(Object.fromEntries(states)).toMatchObject({
    "d-alpha": "gating",
    "d-newer": expect.stringMatching(/conflict|rolled-back/),
  })
})
