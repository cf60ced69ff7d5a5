import { symlink } from "node:fs/promises"
import { expect, test } from "vitest"
import { closeStale } from "../../../src/host/record/records.ts"
import { FakeRoot } from "../local-shell.ts"
import { system, textOf } from "../record-text.ts"

const old = system.replace(/1$/, "0")
const folder = "nix/var/sdops/deploys/d-newer"
const dead = {
  nproc: "echo 1",
  systemctl: "[ $1 != is-active ] || { echo inactive; exit 3; }",
  "systemd-run": "",
}

/** What is said of a candidate that was made the default, and has booted. */
async function closed(uptime: number) {
  await using root = await FakeRoot.make({}, dead)
  const candidate = root.at("system")
  const record = {
    "boot-deadline": "600",
    candidate,
    "commit-begun": "1",
    current: old,
    goal: "reboot",
    state: "booting",
    unproven: "1",
  }
  const files = {
    [`${folder}/record`]: textOf(record),
    "boot/loader/entries/nixos-generation-2.conf": `title NixOS
version Generation 2 NixOS 26.11, Linux 6.18, built on 2026-11-28
options init=${candidate}/init loglevel=4
`,
    "boot/loader/loader.conf": "default nixos-generation-2.conf\n",
    "proc/sys/kernel/random/boot_id": "another\n",
    "proc/uptime": `${uptime}.00 1.00\n`,
  }
  for (const [path, text] of Object.entries(files)) await root.put(path, text)
  await symlink(candidate, root.at("run/booted-system"))
  const { records } = await closeStale(root.shell(["dash"]))
  return records[0]?.record
}

test("until its deadline, whoever comes may prove it", async () => {
  const record = await closed(599)
  expect(record).toMatchObject({ state: "booting" })
})

test("after it, it is told that nobody has", async () => {
  const record = await closed(600)
  expect(record).toMatchObject({
    detail: expect.stringContaining("nobody has proven it"),
    state: "stranded",
  })
  expect(record?.consoleCommand).toContain(old)
})
