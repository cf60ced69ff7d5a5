import { describe, expect } from "vitest"
import { giveGo } from "../../src/host/supervisor/signals.ts"
import { test } from "../lab/test.ts"
import {
  approve,
  atContact,
  begin,
  inState,
  killSupervisor,
  leftovers,
} from "./rehearsed/deploy.ts"
import { on, shellOf, systemsOf, until } from "./rehearsed/machine.ts"

const hangsIn = (action: string) => `[ $action != ${action} ] || sleep 1000`

describe("a killed supervisor's host ends by itself on the old system", () => {
  test("killed while it waits for go: nothing was done", async ({ host }) => {
    const edits = { waitForGo: true }
    const { before, order } = await begin(host, { name: "good" }, edits)
    await inState(host, order, "locked")
    await killSupervisor(host, order)
    expect(await until(host, order.id)).toMatchObject({
      cause: "dead-man",
      state: "failed",
    })
    expect(await systemsOf(host)).toEqual(before)
    expect(await leftovers(host)).toBe("")
  })

  test("killed within activation", async ({ host }) => {
    const made = { behaviour: hangsIn("test"), name: "hanging" }
    const { before, order } = await begin(host, made)
    await inState(host, order, "activating")
    await killSupervisor(host, order)
    expect(await until(host, order.id)).toMatchObject({
      cause: "dead-man",
      state: "rolled-back",
    })
    expect(await systemsOf(host)).toEqual(before)
    expect(await leftovers(host)).toBe("")
  })

  test("an orphan of the activation can't undo it", async ({ host }) => {
    // As activate does when only its parent is killed.
    const behaviour =
      "[ $action != test ] || " +
      "{ (sleep 6; ln -sfn $out /run/current-system) & sleep 1000; }"
    const { before, order } = await begin(host, { behaviour, name: "orphan" })
    await inState(host, order, "activating")
    await killSupervisor(host, order)
    expect((await until(host, order.id)).state).toBe("rolled-back")
    expect(await on(host, "pgrep -f 'sleep 6' || true")).toBe("")
    expect(await systemsOf(host)).toEqual(before)
  })

  test("killed within the gate", async ({ host }) => {
    const { before, order } = await begin(host, { name: "good" })
    await atContact(host, order)
    await killSupervisor(host, order)
    expect(await until(host, order.id)).toMatchObject({
      cause: "dead-man",
      state: "rolled-back",
    })
    expect(await systemsOf(host)).toEqual(before)
    expect(await on(host, "systemctl is-active app.service")).toBe("active")
  })

  test("killed within the commit, before the loader", async ({ host }) => {
    const made = { behaviour: hangsIn("boot"), name: "slow-loader" }
    const { before, order } = await begin(host, made)
    const committing = approve(host, order)
    await inState(host, order, "committing")
    await killSupervisor(host, order)
    expect(await committing).toMatchObject({
      cause: "dead-man",
      state: "rolled-back",
    })
    expect(await systemsOf(host)).toEqual(before)
    expect(await leftovers(host)).toBe("")
  })

  test("killed within the rollback", async ({ host }) => {
    const limits = { contact: 2 }
    const { before, order } = await begin(host, { name: "good" }, { limits })
    await on(host, "touch /run/hold-old")
    await inState(host, order, "rolling-back")
    await killSupervisor(host, order)
    await on(host, "rm -f /run/hold-old")
    expect(await until(host, order.id)).toMatchObject({
      cause: "no-contact",
      state: "rolled-back",
    })
    expect(await systemsOf(host)).toEqual(before)
    expect(await leftovers(host)).toBe("")
  })
})

test("a commit whose loader was written stands", async ({ host }) => {
  // The loader is done; the supervisor dies before it can say so.
  const behaviour =
    "[ $action != boot ] || [ -e /run/again ] || " +
    "{ touch /run/again; flock -u 7; $0 boot; sleep 1000; }"
  await on(host, "rm -f /run/again")
  const made = { behaviour, name: "told-late" }
  const { after, order } = await begin(host, made)
  const ending = approve(host, order)
  await inState(host, order, "committing")
  await on(
    host,
    `for n in $(seq 600); do
      grep -q told-late /boot/loader/entries/*.conf &&
        pgrep -f '^sleep 1000' >/dev/null && exit
      sleep 0.1
    done; exit 1`,
  )
  await killSupervisor(host, order)
  expect(await ending).toMatchObject({ state: "committed" })
  expect(await systemsOf(host)).toEqual(after)
})

test("a supervisor that hangs counts as dead", async ({ host }) => {
  const { before, order } = await begin(host, { name: "good" })
  await atContact(host, order)
  await on(
    host,
    `systemctl kill --signal=STOP sdops-deploy-${order.id}.service`,
  )
  expect(await until(host, order.id)).toMatchObject({
    cause: "dead-man",
    state: "rolled-back",
  })
  expect(await systemsOf(host)).toEqual(before)
})

test("a supervisor whose ticker was killed sees its deadlines", async ({
  host,
}) => {
  const limits = { contact: 4 }
  const { before, order } = await begin(host, { name: "good" }, { limits })
  await atContact(host, order)
  await on(
    host,
    `unit=sdops-deploy-${order.id}.service
    main=$(systemctl show -P MainPID "$unit")
    pkill -KILL -P "$main"`,
  )
  expect(await until(host, order.id)).toMatchObject({
    cause: "no-contact",
    state: "rolled-back",
  })
  expect(await systemsOf(host)).toEqual(before)
})

test("go lets a waiting supervisor activate", async ({ host }) => {
  const edits = { waitForGo: true }
  const { after, order } = await begin(host, { name: "good" }, edits)
  await inState(host, order, "locked")
  await giveGo(shellOf(host), order)
  expect(await approve(host, order)).toMatchObject({ state: "committed" })
  expect(await systemsOf(host)).toEqual(after)
})
