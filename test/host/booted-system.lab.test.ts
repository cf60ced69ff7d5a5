import { expect } from "vitest"
import { closeStale } from "../../src/host/record/records.ts"
import {
  acknowledge,
  contact,
  reject,
} from "../../src/host/supervisor/signals.ts"
import { startSupervisor } from "../../src/host/supervisor/start.ts"
import { test } from "../lab/test.ts"
import {
  atContact,
  inState,
  killSupervisor,
  leftovers,
} from "./rehearsed/deploy.ts"
import {
  makeSystem,
  type Machine,
  on,
  orderFor,
  shellOf,
  systemsOf,
  until,
} from "./rehearsed/machine.ts"

/** A supervisor on a host that runs the system that it booted. */
async function fromBooted(host: Machine, behaviour = "") {
  const candidate = await makeSystem(host, { behaviour, name: "cut-off" })
  const before = await systemsOf(host)
  const order = await orderFor(host, candidate, { oldApps: [] })
  await startSupervisor(shellOf(host), order)
  await atContact(host, order)
  return { before, order }
}

async function closed(host: Machine, id: string) {
  const { lock, records } = await closeStale(shellOf(host))
  expect(lock).toBeUndefined()
  return records.find(({ record }) => record.id === id)
}

test("a power cut before the commit is the rollback", async ({ host }) => {
  const { before, order } = await fromBooted(host)
  await host.yank()
  await host.start()
  // Whoever follows it closes it: nobody else is left.
  expect(await until(host, order.id)).toMatchObject({
    cause: "reboot",
    state: "rolled-back",
  })
  expect(await closed(host, order.id)).toMatchObject({ alive: false })
  expect(await systemsOf(host)).toEqual(before)
  expect(await leftovers(host)).toBe("")
})

test("a power cut before the loader was written puts the profile back", async ({
  host,
}) => {
  const { before, order } = await fromBooted(
    host,
    "[ $action != boot ] || sleep 1000",
  )
  await contact(shellOf(host), order)
  await acknowledge(shellOf(host), order)
  await inState(host, order, "committing")
  await expect
    .poll(async () => (await systemsOf(host)).profile)
    .toBe(order.candidate)
  await host.yank()
  await host.start()
  expect(await closed(host, order.id)).toMatchObject({
    record: { cause: "reboot", state: "rolled-back" },
  })
  expect(await systemsOf(host)).toEqual(before)
})

test("a rejected candidate gives way to the booted system", async ({
  host,
}) => {
  const { before, order } = await fromBooted(host)
  await reject(shellOf(host), order, "no image")
  const end = await until(host, order.id)
  expect(end.state, end.log).toBe("rolled-back")
  expect(await systemsOf(host)).toEqual(before)
})

test("who follows it wakes a dead-man that was stopped", async ({ host }) => {
  const { before, order } = await fromBooted(host)
  await on(host, `systemctl stop sdops-deadman-${order.id}.timer`)
  await killSupervisor(host, order)
  expect(await until(host, order.id)).toMatchObject({
    cause: "dead-man",
    state: "rolled-back",
  })
  expect(await systemsOf(host)).toEqual(before)
})
