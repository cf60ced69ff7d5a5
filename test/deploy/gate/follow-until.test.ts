import { describe, expect, test } from "vitest"
import type { Look } from "../../../src/deploy/gate/follow-until.ts"
import { followUntil } from "../../../src/deploy/gate/follow-until.ts"
import { whileWatched } from "../../../src/deploy/gate/while-watched.ts"
import { fail } from "../../../src/errors/fail.ts"
import { SdopsError } from "../../../src/errors/sdops-error.ts"
import type { DeployRecord } from "../../../src/host/record/deploy-record.ts"
import { fakeShell, supervisedAt } from "../fake-shell.ts"

const lost = fail("connectionLost", { after: 1, during: "a test" })
const contact = { phase: "contact", state: "gating" }
const atContact = ({ phase }: DeployRecord): Look =>
  phase === "contact" ? "reached" : "wait"

function output() {
  const lines: string[] = []
  return { lines, output: (line: string) => void lines.push(line) }
}

describe("a supervisor that is followed", () => {
  test("stands where it was looked for, with its log", async () => {
    const records = [
      { log: "one\ntwo\n", state: "activating" },
      { log: "three\nfo", ...contact },
    ]
    const said = output()
    const supervised = supervisedAt()
    const shell = fakeShell({ records })
    const record = await followUntil(supervised, shell, said, atContact)
    expect(record.phase).toBe("contact")
    expect(said.lines).toEqual(["one", "two", "three"])
    expect(supervised.tail).toEqual(said.lines)
    expect(supervised.place.offset).toBe("one\ntwo\nthree\n".length)
  })

  test("is asked once by all stages", async () => {
    let streams = 0
    const records = [
      { state: "locked" },
      contact,
      { log: "done\n", state: "committed" },
    ]
    const shell = fakeShell({ onTask: () => (streams += 1), records })
    const supervised = supervisedAt()
    const said = output()
    const at = (state: string) => (record: DeployRecord) =>
      record.state === state ? "reached" : ("wait" as const)
    for (const state of ["locked", "gating", "committed"])
      await followUntil(supervised, shell, said, at(state))
    expect(streams).toBe(1)
    expect(said.lines).toEqual(["done"])
  })

  test.for([
    ["failed", "no-go"],
    ["refused", "busy"],
    ["rolled-back", "unit-failed"],
    ["rolling-back", "no-contact"],
    ["stranded", "activation-failed"],
    ["conflict", "switched-by-others"],
  ] as const)("that is %s (%s) is an error", async ([state, cause]) => {
    const shell = fakeShell({ records: [{ cause, log: "why\n", state }] })
    const supervised = supervisedAt()
    const failure = followUntil(supervised, shell, output(), atContact)
    const thrown: unknown = await failure.catch((error: unknown) => error)
    expect(thrown).toBeInstanceOf(SdopsError)
    expect(supervised.tail).toEqual(["why"])
    // Whoever asks later is told the same, and doesn't wait.
    const again = followUntil(supervised, shell, output(), atContact)
    await expect(again).rejects.toEqual(thrown)
  })

  test("goes on over another connection when its own breaks", async () => {
    const dead = fakeShell({})
    const broken = { ...dead, run: () => Promise.reject(lost) }
    const supervised = supervisedAt()
    const said = output()
    const failure = followUntil(supervised, broken, said, atContact)
    await expect(failure).rejects.toBe(lost)
    // Of two connections, the stream was on the one that is gone.
    let dies: (error: Error) => void = () => {}
    const dying = {
      ...fakeShell({ records: [{ log: "one\n", state: "locked" }] }),
    }
    const run: typeof dying.run = (task) =>
      Promise.race([
        fakeShell({ records: [{ log: "one\n", state: "locked" }] }).run(task),
        new Promise<never>((_, reject) => (dies = reject)),
      ])
    const old = { ...dying, run }
    const isLocked = ({ state }: DeployRecord): Look =>
      state === "locked" ? "reached" : "wait"
    await followUntil(supervised, old, said, isLocked)
    const records = [{ log: "one\n", state: "locked" }, contact]
    const fresh = fakeShell({ records })
    const watching = followUntil(supervised, fresh, said, atContact)
    dies(lost)
    expect((await watching).phase).toBe("contact")
    expect(said.lines).toEqual(["one"])
  })
})

describe("work while a supervisor is watched", () => {
  const context = (signal = new AbortController().signal) =>
    ({ ...output(), signal }) as never

  test("ends with what it made, and leaves what comes next", async () => {
    let tell = () => {}
    const told = new Promise<void>((resolve) => (tell = resolve))
    const records = [contact, { log: "then\n", state: "committed" }]
    const shell = fakeShell({ records, wait: [undefined, told] })
    const supervised = supervisedAt()
    const work = async () => "an image"
    const made = await whileWatched(supervised, shell, context(), work)
    expect(made).toBe("an image")
    tell()
    const said = output()
    const record = await followUntil(supervised, shell, said, ({ state }) =>
      state === "committed" ? "reached" : "wait",
    )
    expect([record.state, said.lines]).toEqual(["committed", ["then"]])
  })

  test("is stopped when the host turns back, whose reason it is", async () => {
    const records = [contact, { cause: "app-crashing", state: "rolling-back" }]
    const shell = fakeShell({ records })
    const work = (signal: AbortSignal) =>
      new Promise((_, reject) => {
        signal.addEventListener("abort", () => reject(new Error("stopped")))
      })
    const failure = whileWatched(supervisedAt(), shell, context(), work)
    await expect(failure).rejects.toMatchObject({
      message: expect.not.stringContaining("stopped"),
    })
  })

  test("that fails by itself is its own error", async () => {
    const shell = fakeShell({ records: [contact] })
    const work = () => Promise.reject(new Error("black"))
    const failure = whileWatched(supervisedAt(), shell, context(), work)
    await expect(failure).rejects.toThrow("black")
  })

  test("that fails as its connection is gone is a loss", async () => {
    const alive = fakeShell({ records: [contact] })
    const run: typeof alive.run = (task) =>
      task.during === "a sign of life" ? Promise.reject(lost) : alive.run(task)
    const work = () => Promise.reject(new Error("socket hang up"))
    const shell = { ...alive, run }
    const failure = whileWatched(supervisedAt(), shell, context(), work)
    await expect(failure).rejects.toBe(lost)
  })
})
