import { appendFile, mkdir, rename, rm, writeFile } from "node:fs/promises"
import { expect, test } from "vitest"
import { openShell } from "../../../src/host/open-shell.ts"
import type { HostShell } from "../../../src/host/shell.ts"
import { type Followed, follow } from "../../../src/host/supervisor/follow.ts"
import { limitsFrom } from "../../../src/limits.ts"
import { start } from "../../../src/process.ts"
import { elevationOf } from "../../../src/remote/server/elevation.ts"
import { FakeRoot, shells } from "../local-shell.ts"
import { boot, textOf } from "../record-text.ts"

const id = "d-newer"
const folder = `nix/var/sdops/deploys/${id}`
const place = { id, offset: 0, seq: 0 }

/** A shell as over a connection, whose scripts see a root. */
function shellIn(root: FakeRoot, program: readonly string[]): HostShell {
  const connection = {
    client: "node-ssh",
    host: "fake",
    login: "fake",
    async open() {
      const argv = ["env", "-i", ...program, "-s"] as [string, ...string[]]
      const { ended, ...session } = await start(argv, {})
      const how = { how: "ended", signal: undefined } as const
      return { ...session, ended: ended.then((exit) => ({ ...how, exit })) }
    },
    tcp: () => Promise.reject(new Error("no ports here")),
    [Symbol.asyncDispose]: () => Promise.resolve(),
  } as const
  const shell = openShell(connection, {
    elevation: elevationOf("root"),
    limits: limitsFrom({}),
  })
  return {
    ...shell,
    run: (task) =>
      shell.run({
        ...task,
        variables: { root: root.path, ...task.variables },
      }),
  }
}

/** A host on which a deployment's supervisor runs, or doesn't. */
function followed(supervisor: "active" | "inactive" = "active") {
  const file = "proc/sys/kernel/random/boot_id"
  return FakeRoot.make(
    { [file]: `${boot}\n` },
    { systemctl: `echo ${supervisor}` },
  )
}

/** A deployment whose log and record the test writes. */
async function deployment(root: FakeRoot) {
  await mkdir(root.at(folder), { recursive: true })
  const at = (name: string) => root.at(`${folder}/${name}`)
  await writeFile(at("output"), "")
  return {
    at,
    log: (text: string | Buffer) => appendFile(at("output"), text),
    async record(seq: number, state: string, edits = {}) {
      const text = textOf({ seq: String(seq), state, ...edits })
      await writeFile(at("record.new"), text)
      await rename(at("record.new"), at("record"))
    },
  }
}

test.for(shells)("%s: log and record come as they change", async (program) => {
  await using root = await followed()
  const { log, record } = await deployment(root)
  await record(1, "starting")
  const seen: Followed[] = []
  let text = ""
  for await (const followed of follow(shellIn(root, program), place)) {
    seen.push(followed)
    text += followed.output
    const { seq } = followed.record
    if (text.endsWith("two\n") && seq === 2) await record(3, "committed")
    else if (text.endsWith("one\n") && seq === 2) await log("two\n")
    else if (seq === 1 && text === "") {
      await log("one\n")
      await record(2, "gating", { phase: "contact" })
    }
  }
  const last = seen.at(-1)
  expect(text).toBe("one\ntwo\n")
  expect(last?.record.state).toBe("committed")
  expect(last?.place).toEqual({ id, offset: 8, seq: 3 })
  expect(seen.map(({ record }) => record.seq)).toEqual(
    seen.map(({ record }) => record.seq).toSorted(),
  )
})

test.for(shells)("%s: a record comes after its log", async (program) => {
  await using root = await followed()
  const { log, record } = await deployment(root)
  const line = `${"€".repeat(99)}\n`
  await log(line.repeat(3000))
  await record(7, "rolled-back", { cause: "unit-failed" })
  let text = ""
  for await (const followed of follow(shellIn(root, program), place)) {
    text += followed.output
    expect(text.length).toBe(300_000)
  }
  expect(text).toBe(line.repeat(3000))
})

test("goes on from where another follower stood", async () => {
  await using root = await followed()
  const { log, record } = await deployment(root)
  await log("one\ntwo\n")
  await record(4, "activating")
  const shell = shellIn(root, ["dash"])
  const first = follow(shell, { id, offset: 4, seq: 4 })
  const { value } = await first.next()
  expect(value).toMatchObject({ output: "two\n", place: { offset: 8 } })
  await first.return()
  await record(5, "committed")
  const rest: Followed[] = []
  for await (const one of follow(shell, { id, offset: 8, seq: 4 }))
    rest.push(one)
  expect(rest.map(({ output, record }) => [output, record.seq])).toEqual([
    ["", 5],
  ])
})

test.for([
  ["no deployment at all", undefined],
  ["an empty record", ""],
  ["a record cut short", textOf().slice(0, 40)],
] as const)("tells %s that nobody would mend", async ([, text]) => {
  await using root = await followed("inactive")
  const { at } = await deployment(root)
  if (text === undefined) await rm(root.at(folder), { recursive: true })
  else await writeFile(at("record"), text)
  const following = follow(shellIn(root, ["dash"]), place).next()
  await expect(following).rejects.toMatchObject({ code: "SDOPS_HOST_RECORD" })
})

test("a record that nobody is left to end is closed, or told", async () => {
  await using root = await followed("inactive")
  const { record } = await deployment(root)
  await record(3, "gating", { phase: "contact" })
  const whole = shellIn(root, ["dash"])
  const closes: string[] = []
  // A host on which closing comes to nothing.
  const shell: HostShell = {
    ...whole,
    async run(task) {
      if (task.during !== "closing stale records") return whole.run(task)
      closes.push(task.during)
      return { exit: 0, signal: undefined, stderr: "", stdout: "" }
    },
  }
  const told: string[] = []
  const all = async () => {
    for await (const { record } of follow(shell, place)) told.push(record.state)
  }
  await expect(all()).rejects.toMatchObject({
    because: ["nobody is left who would end it"],
    code: "SDOPS_HOST_RECORD",
  })
  expect([told, closes.length]).toEqual([["gating"], 1])
})

test("a log that became shorter doesn't hold the end back", async () => {
  await using root = await followed()
  const { at, log, record } = await deployment(root)
  await log("one\ntwo\n")
  await record(1, "gating")
  const following = follow(shellIn(root, ["dash"]), place)
  expect((await following.next()).value).toMatchObject({ output: "one\ntwo\n" })
  await writeFile(at("output"), "")
  await record(2, "committed")
  const { value } = await following.next()
  expect(value).toMatchObject({ record: { state: "committed" } })
  expect((await following.next()).done).toBe(true)
})

test("given up, it leaves nothing behind", async () => {
  await using root = await followed()
  const { record } = await deployment(root)
  await record(1, "gating")
  const stop = new AbortController()
  const shell = shellIn(root, ["dash"])
  const following = follow(shell, place, stop.signal)
  await following.next()
  const ended = following.next()
  stop.abort()
  await expect(ended).rejects.toMatchObject({ code: "SDOPS_INTERRUPTED" })
})
