import { expect } from "vitest"
import { test } from "../lab/test.ts"
import { approve, begin } from "./rehearsed/deploy.ts"
import { on, systemsOf } from "./rehearsed/machine.ts"

/** A unit of that name dies while the candidate is in the gate. */
const dies = (unit: string) =>
  "[ $action != test ] || " +
  `systemd-run --quiet --unit=${unit} /bin/sh -c 'sleep 1; exit 1'`
const quoted = (unit: string) => dies(unit).replaceAll("'", `"`)

test("a unit that may fail makes it degraded", async ({ host }) => {
  const made = { behaviour: quoted("late"), name: "late" }
  const { after, order } = await begin(host, made)
  const end = await approve(host, order)
  expect(end).toMatchObject({
    "newly-failed": ["late.service"],
    state: "degraded",
  })
  expect(await systemsOf(host)).toEqual(after)
})

test("a unit of the GPU that fails brings the old one back", async ({
  host,
}) => {
  const made = { behaviour: quoted("nvidia-late"), name: "nvidia-late" }
  const { before, order } = await begin(host, made)
  expect(await approve(host, order)).toMatchObject({
    cause: "unit-failed",
    detail: "nvidia-late.service has failed",
    state: "rolled-back",
  })
  expect(await systemsOf(host)).toEqual(before)
})

test("unless the policy tolerates it", async ({ host }) => {
  const made = { behaviour: quoted("nvidia-late"), name: "nvidia-late" }
  const edits = { "tolerated-units": ["nvidia-late.service"] }
  const { order } = await begin(host, made, edits)
  expect((await approve(host, order)).state).toBe("degraded")
})

test("a driver that isn't loaded brings the old one back", async ({ host }) => {
  const edits = { gpu: { driver: "580.159.04", vendor: "nvidia" as const } }
  const { before, order } = await begin(host, { name: "driver" }, edits)
  expect(await approve(host, order)).toMatchObject({
    cause: "driver-mismatch",
    state: "rolled-back",
  })
  expect(await systemsOf(host)).toEqual(before)
})

test("an app's database is put back with its system", async ({ host }) => {
  const path = "/var/lib/app/user/app.db"
  await on(host, `mkdir -p ${path.slice(0, -7)}; echo old > ${path}`)
  const app = `echo migrated > ${path}; echo x > ${path}-wal; exit 1`
  const unit = "Restart=no"
  const { order } = await begin(
    host,
    { app, name: "migrating", unit },
    { "state-files": [path] },
  )
  expect((await approve(host, order)).state).toBe("rolled-back")
  expect(await on(host, `cat ${path}*`)).toBe("old")
  expect(await on(host, "systemctl is-active app.service")).toBe("active")
})

test("every end is a line of the audit log", async ({ host }) => {
  const { order } = await begin(host, { name: "good" })
  await approve(host, order)
  const line = await on(host, `grep ${order.id} /nix/var/sdops/audit.log`)
  expect(line).toMatch(/^\S+Z d-\S+ switch \S+ by ada@couch: committed/)
})
