import { describe, expect } from "vitest"
import { contact, reject } from "../../src/host/supervisor/signals.ts"
import { test } from "../lab/test.ts"
import { approve, atContact, begin, leftovers } from "./rehearsed/deploy.ts"
import { on, shellOf, systemsOf, until } from "./rehearsed/machine.ts"

test("an acknowledged candidate is committed", async ({ host }) => {
  const { after, order } = await begin(host, { name: "good" })
  const end = await approve(host, order)
  expect(end).toMatchObject({ state: "committed" })
  expect(end.committedGeneration).toMatch(/^\d+$/)
  expect(await systemsOf(host)).toEqual(after)
  expect(await leftovers(host)).toBe("")
})

test("a host that has no app, and had none, is committed too", async ({
  host,
}) => {
  const edits = { apps: [], "old-apps": [] }
  const { after, order } = await begin(host, { name: "bare" }, edits)
  expect(await approve(host, order)).toMatchObject({ state: "committed" })
  expect(await systemsOf(host)).toEqual(after)
})

test("a goal of test leaves profile and loader alone", async ({ host }) => {
  const { before, candidate, order } = await begin(
    host,
    { name: "tried" },
    { goal: "test" },
  )
  expect(await approve(host, order)).toMatchObject({ state: "tested" })
  expect(await systemsOf(host)).toEqual({ ...before, current: candidate })
})

test("a goal of boot activates nothing", async ({ host }) => {
  const { after, old, order } = await begin(
    host,
    { name: "later" },
    { goal: "boot" },
  )
  expect(await until(host, order.id)).toMatchObject({ state: "committed" })
  expect(await systemsOf(host)).toEqual({ ...after, current: old })
})

test("a switch that executes systemd anew is waited for", async ({ host }) => {
  const again = "for i in 1 2 3 4 5; do systemctl daemon-reexec; done"
  const { after, order } = await begin(host, {
    behaviour: `[ $action != test ] || ${again}`,
    name: "reexec",
  })
  expect(await approve(host, order)).toMatchObject({ state: "committed" })
  expect(await systemsOf(host)).toEqual(after)
})

describe("the old system comes back", () => {
  test("when nobody makes contact", async ({ host }) => {
    const limits = { contact: 1 }
    const { before, order } = await begin(host, { name: "good" }, { limits })
    expect(await until(host, order.id)).toMatchObject({
      cause: "no-contact",
      state: "rolled-back",
    })
    expect(await systemsOf(host)).toEqual(before)
    expect(await leftovers(host)).toBe("")
  })

  test("when contact was made, but nothing acknowledged", async ({ host }) => {
    const limits = { gate: 1 }
    const { before, order } = await begin(host, { name: "good" }, { limits })
    await atContact(host, order)
    await contact(shellOf(host), order)
    expect(await until(host, order.id)).toMatchObject({
      cause: "no-acknowledgement",
      state: "rolled-back",
    })
    expect(await systemsOf(host)).toEqual(before)
  })

  test("when the gate rejects it, and the reason is kept", async ({ host }) => {
    const { before, order } = await begin(host, { name: "good" })
    await atContact(host, order)
    await reject(shellOf(host), order, "a black\nimage = nothing")
    expect(await until(host, order.id)).toMatchObject({
      cause: "rejected",
      detail: "a black image = nothing",
      state: "rolled-back",
    })
    expect(await systemsOf(host)).toEqual(before)
  })

  test.for([
    ["its loader fails", "[ $action != boot ] || exit 1"],
    ["its loader writes nothing", "[ $action != boot ] || exit 0"],
  ])("when %s", async ([name = "", behaviour = ""], { host }) => {
    const made = { behaviour, name: name.replaceAll(" ", "-") }
    const { before, order } = await begin(host, made)
    expect(await approve(host, order)).toMatchObject({
      cause: "loader-failed",
      state: "rolled-back",
    })
    expect(await systemsOf(host)).toEqual(before)
  })

  test("when its app dies at once", async ({ host }) => {
    const made = { app: "exit 1", name: "dying", unit: "Restart=no" }
    const { before, order } = await begin(host, made)
    const end = await approve(host, order)
    expect(end.state).toBe("rolled-back")
    expect(end.cause).toBe("app-unit-down")
    expect(await systemsOf(host)).toEqual(before)
    expect(await on(host, "systemctl is-active app.service")).toBe("active")
  })

  test("when its app keeps dying", async ({ host }) => {
    const unit = "Restart=always\nRestartSec=0.2"
    const made = { app: "sleep 0.3; exit 1", name: "looping", unit }
    const { before, order } = await begin(host, made)
    const end = await approve(host, order)
    expect(end.state).toBe("rolled-back")
    expect(end.cause).toBe("app-crashing")
    expect(await systemsOf(host)).toEqual(before)
  })

  test("when activation prints nothing and hangs", async ({ host }) => {
    const behaviour = "[ $action != test ] || sleep 1000"
    const limits = { activation: 2 }
    const made = { behaviour, name: "hanging" }
    const { before, order } = await begin(host, made, { limits })
    expect(await until(host, order.id)).toMatchObject({
      activationExit: "timeout",
      cause: "activation-timeout",
      state: "rolled-back",
    })
    expect(await systemsOf(host)).toEqual(before)
  })
})

test("a unit kept over the switch is restarted by us", async ({ host }) => {
  const unit = "X-RestartIfChanged=false\nEnvironment=NEW=1"
  const { order } = await begin(host, { name: "kept", unit })
  const end = await approve(host, order)
  expect(end.state).toBe("committed")
  expect(end.restarted).toEqual(["app.service"])
})
