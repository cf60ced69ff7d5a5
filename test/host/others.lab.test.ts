import { expect } from "vitest"
import { readRecords } from "../../src/host/record/records.ts"
import { acknowledge, reject } from "../../src/host/supervisor/signals.ts"
import { startSupervisor } from "../../src/host/supervisor/start.ts"
import { test } from "../lab/test.ts"
import {
  approve,
  atContact,
  begin,
  inState,
  leftovers,
} from "./rehearsed/deploy.ts"
import {
  adopt,
  makeSystem,
  on,
  orderFor,
  shellOf,
  systemsOf,
  until,
} from "./rehearsed/machine.ts"

test("a second deployment is refused and told who deploys", async ({
  host,
}) => {
  const { candidate, order } = await begin(host, { name: "good" })
  await atContact(host, order)
  const second = { ...(await orderFor(host, candidate)), who: "grace" }
  await expect(startSupervisor(shellOf(host), second)).rejects.toMatchObject({
    code: "SDOPS_HOST_LOCKED",
    message: expect.stringContaining(
      `is being deployed (${order.id}, stage gate, by ada@couch since `,
    ),
  })
  const { lock, records } = await readRecords(shellOf(host))
  expect(lock).toMatchObject({ id: order.id, reason: "a rehearsal" })
  expect(records[0]).toMatchObject({ alive: true, record: { id: order.id } })
  await approve(host, order)
})

test("a host that is not as planned is refused, untouched", async ({
  host,
}) => {
  const planned = await makeSystem(host, { name: "planned" })
  await adopt(host, planned)
  const order = await orderFor(host, await makeSystem(host, { name: "good" }))
  const other = await makeSystem(host, { name: "other" })
  await adopt(host, other)
  await expect(startSupervisor(shellOf(host), order)).rejects.toMatchObject({
    because: expect.arrayContaining([`current is now ${other}`]),
    code: "SDOPS_HOST_CHANGED",
  })
  expect((await systemsOf(host)).current).toBe(other)
  expect(await leftovers(host)).toBe("")
})

test("a held switch lock is waited for, then nothing was done", async ({
  host,
}) => {
  const held = "/run/nixos/switch-to-configuration.lock"
  const started = begin(
    host,
    { name: "good" },
    { limits: { lock: 2 }, waitForGo: true },
  )
  const { before, order } = await started
  await inState(host, order, "locked")
  await on(
    host,
    `systemd-run --quiet --collect --unit=holder flock ${held} sleep 600
    until ! flock -n ${held} true; do sleep 0.05; done`,
  )
  await on(host, `touch /nix/var/sdops/deploys/${order.id}/go`)
  expect(await until(host, order.id)).toMatchObject({
    cause: "switch-locked",
    detail: expect.stringMatching(
      /^process \d+ \(flock\) of holder.service held/,
    ),
    state: "refused",
  })
  await on(host, "systemctl stop holder.service")
  expect(await systemsOf(host)).toEqual(before)
})

test("nobody else can switch between activation and commit", async ({
  host,
}) => {
  const { old, order } = await begin(host, { name: "good" })
  await atContact(host, order)
  const other = `${old}/bin/switch-to-configuration test >/dev/null 2>&1`
  expect(await on(host, `${other} || echo $?`)).toBe("11")
  expect(await approve(host, order)).toMatchObject({ state: "committed" })
})

test("who switches past the lock makes it a conflict", async ({ host }) => {
  const { order } = await begin(host, { name: "good" })
  await atContact(host, order)
  const other = await makeSystem(host, { name: "other" })
  await on(host, `ln -sfn ${other} /run/current-system`)
  expect(await until(host, order.id)).toMatchObject({
    cause: "switched-by-others",
    state: "conflict",
  })
  expect((await systemsOf(host)).current).toBe(other)
})

test("a profile that somebody else set is not overwritten", async ({
  host,
}) => {
  const { order } = await begin(host, { name: "good" })
  await atContact(host, order)
  const other = await makeSystem(host, { name: "other" })
  await on(host, `nix-env -p /nix/var/nix/profiles/system --set ${other}`)
  expect((await until(host, order.id)).state).toBe("conflict")
  expect((await systemsOf(host)).profile).toBe(other)
})

test("a signal with another nonce changes nothing", async ({ host }) => {
  const { order } = await begin(host, { name: "good" })
  await atContact(host, order)
  const forged = { id: order.id, nonce: "x".repeat(20) }
  await expect(acknowledge(shellOf(host), forged)).rejects.toMatchObject({
    code: "SDOPS_WRONG_NONCE",
  })
  await reject(shellOf(host), order, "over")
  const end = await until(host, order.id)
  expect(end.state).toBe("rolled-back")
  await expect(acknowledge(shellOf(host), order)).rejects.toMatchObject({
    code: "SDOPS_DEPLOY_OVER",
  })
})
