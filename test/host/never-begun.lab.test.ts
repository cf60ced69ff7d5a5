import { expect } from "vitest"
import { closeStale } from "../../src/host/record/records.ts"
import { contact, reject } from "../../src/host/supervisor/signals.ts"
import { startSupervisor } from "../../src/host/supervisor/start.ts"
import { test } from "../lab/test.ts"
import { leftovers } from "./rehearsed/deploy.ts"
import {
  adopt,
  makeSystem,
  orderFor,
  shellOf,
  systemsOf,
} from "./rehearsed/machine.ts"

test("a start that comes after its rejection begins nothing", async ({
  host,
}) => {
  await adopt(host, await makeSystem(host, { name: "old" }))
  const order = await orderFor(host, await makeSystem(host, { name: "good" }))
  const before = await systemsOf(host)
  const shell = shellOf(host)
  expect(await reject(shell, order, "SDOPS_CONNECTION_LOST")).toBeUndefined()
  await expect(startSupervisor(shell, order)).rejects.toMatchObject({
    code: "SDOPS_DEPLOY_OVER",
  })
  expect(await systemsOf(host)).toEqual(before)
  expect(await leftovers(host)).toBe("")
  const { lock, records, unreadable } = await closeStale(shell)
  expect({ lock, records, unreadable }).toEqual({
    lock: undefined,
    records: [],
    unreadable: [],
  })
})

test("only a rejection speaks of what has not begun", async ({ host }) => {
  const order = await orderFor(host, await makeSystem(host, { name: "good" }))
  await expect(contact(shellOf(host), order)).rejects.toMatchObject({
    code: "SDOPS_HOST_RECORD",
  })
})
