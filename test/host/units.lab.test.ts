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
    newlyFailed: ["late.service"],
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
  const edits = { toleratedUnits: ["nvidia-late.service"] }
  const { order } = await begin(host, made, edits)
  expect((await approve(host, order)).state).toBe("degraded")
})

/** The candidate's switch does this, and exits with 4 at its end. */
const exits4 = (...lines: readonly string[]) =>
  `[ $action != test ] || {\ntrap "exit 4" EXIT\n${lines.join("\n")}\n}`

const restartsItself = (unit: string) =>
  [
    `systemd-run --quiet --unit=${unit} --property=Restart=always`,
    `--property=RestartSec=300 /bin/sh -c "exit 1"`,
  ].join(" ")

test("what an exit of 4 was about is kept, and not held against it", async ({
  host,
}) => {
  const behaviour = exits4(
    "systemctl stop app.service",
    restartsItself("flapping"),
    'echo "Failed to start gone.service: Unit gone.service not found." >&2',
    'echo "warning: user activation for ada failed" >&2',
    'echo "warning: the following units failed: old.service" >&2',
  )
  const { order } = await begin(host, { behaviour, name: "exits-4" })
  expect(await approve(host, order)).toMatchObject({
    activationExit: "4",
    newlyFailed: ["flapping.service"],
    recovered: ["gone.service", "old.service"],
    state: "degraded",
    usersFailed: ["ada"],
  })
  await on(host, "systemctl stop flapping; systemctl reset-failed")
})

test("a unit of the network that keeps dying brings the old one back", async ({
  host,
}) => {
  const behaviour = exits4(restartsItself("network-late"))
  const limits = { ready: 3 }
  const { before, order } = await begin(
    host,
    { behaviour, name: "network-late" },
    { limits },
  )
  expect(await approve(host, order)).toMatchObject({
    cause: "unit-failed",
    detail: "network-late.service failed and keeps restarting",
    state: "rolled-back",
  })
  expect(await systemsOf(host)).toEqual(before)
  await on(host, "systemctl stop network-late; systemctl reset-failed")
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

const path = "/var/lib/app/user/app.db"

/** python3's SQLite, in WAL mode, as an app that dies with its journal full. */
function sqlite(statement: string): string {
  const lines = [
    "import os, sqlite3",
    `db = sqlite3.connect("${path}")`,
    `db.execute("PRAGMA journal_mode=WAL")`,
    `db.execute("PRAGMA wal_autocheckpoint=0")`,
    statement,
    "db.commit()",
    "os._exit(1)",
  ]
  return `/usr/bin/python3 -c '${lines.join("\n")}' || true`
}

test("an app's database is put back with all of its journal", async ({
  host,
}) => {
  await on(
    host,
    `rm -rf /var/lib/app; mkdir -p ${path.slice(0, -7)}
    ${sqlite(`db.execute("create table jobs (old)")`)}
    ${sqlite(`db.execute("insert into jobs values (1)")`)}
    sha256sum ${path} ${path}-wal >/run/before`,
  )
  const migrates = sqlite(`db.execute("alter table jobs add column new")`)
  const made = { app: `${migrates}; exit 1`, name: "migrating" }
  const { order } = await begin(
    host,
    { ...made, unit: "Restart=no" },
    { stateFiles: [{ path, unit: "app.service" }] },
  )
  expect((await approve(host, order)).state).toBe("rolled-back")
  expect(await on(host, "sha256sum --check --status /run/before")).toBe("")
  expect(await on(host, "systemctl is-active app.service")).toBe("active")
})

/** What an app's user may do to its own folder while its candidate runs. */
const tricks = {
  "a link in place of the file": `rm -f ${path}; ln -s /root/prey ${path}`,
  "a link in place of the folder": `cd /var/lib/app
    mv user user.old; ln -s /root user`,
  "a link under the name of the copy": `rm -f ${path}
    ln -s /root/prey ${path}.sdops`,
  "a pipe": `rm -f ${path}; mkfifo ${path}`,
} as const

test.for(Object.entries(tricks))(
  "root follows nothing of an app's: %s",
  async ([, trick], { host }) => {
    await on(
      host,
      `rm -rf /var/lib/app /root/app.db /root/prey
      mkdir -p /var/lib/app/user; echo old >${path}; echo prey >/root/prey
      chown -R nobody /var/lib/app`,
    )
    const unit = "Restart=no\nUser=nobody"
    const app = `${trick}\nexit 1`
    const { order } = await begin(
      host,
      { app: app.replaceAll("'", `"`), name: "hostile", unit },
      { stateFiles: [{ path, unit: "app.service" }] },
    )
    const end = await approve(host, order)
    expect(["rolled-back", "stranded"]).toContain(end.state)
    expect(await on(host, "cat /root/prey; ls /root/app.db* || true")).toBe(
      "prey",
    )
    if (trick.includes("mv user")) return
    expect(await on(host, `cat ${path}; stat -c %U ${path}`)).toBe(
      "old\nnobody",
    )
  },
)

test("every end is a line of the audit log", async ({ host }) => {
  const { order } = await begin(host, { name: "good" })
  await approve(host, order)
  const line = await on(host, `grep ${order.id} /nix/var/sdops/audit.log`)
  expect(line).toMatch(/^\S+Z d-\S+ switch \S+ by ada@couch: committed/)
})
