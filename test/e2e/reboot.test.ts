import { expect } from "vitest"
import { editFleet, type LabFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { waitFor } from "../lab/wait.ts"
import { expectWhole, resumed } from "./aftermath.ts"
import { otherMachine } from "./other-machine.ts"
import { deployed } from "./sdops.ts"
import { expectQuiet, serves } from "./serves.ts"
import { test } from "./serving.ts"
import { expectError, untouched } from "./untouched.ts"
import { deployWith, type Held } from "./watched.ts"

const kernel = "  boot.kernelPackages = pkgs.linuxPackages_latest;\n"
const broken =
  "  systemd.services.comfyui.serviceConfig.ExecStartPre =\n" +
  '    lib.mkForce "/run/current-system/sw/bin/false";\n'

/** Puts lines into a host's configuration, or takes them out again. */
async function toggle(fleet: LabFleet, host: LabHost, ...parts: string[]) {
  await editFleet(fleet, `${host.name}/configuration.nix`, (text) =>
    parts.reduce(
      (now, part) =>
        now.includes(part)
          ? now.replace(part, "")
          : now
              .replace("lib, ...", "lib, pkgs, ...")
              .replace(/^\{\n/m, `{\n${part}`),
      text,
    ),
  )
}

const bootId = async (host: LabHost) =>
  (await host.exec("cat /proc/sys/kernel/random/boot_id")).stdout

/** Where a candidate that nobody proves is left again within a minute. */
const hasty = {
  SDOPS_LIMIT_CONNECT: "2",
  SDOPS_LIMIT_CONTACT: "10",
  SDOPS_LIMIT_GATE: "10",
  SDOPS_LIMIT_KEEPALIVE: "1",
  SDOPS_LIMIT_LOCK: "5",
  SDOPS_LIMIT_READY: "20",
}
const rebooting = { stage: "activate", words: "the host reboots" } as const
const kill = ({ signal }: Held) => signal("SIGKILL")

/** Until it has booted a system, other than by a test's own hand. */
async function bootsInto(host: LabHost, system: (now: string) => boolean) {
  const booted = () =>
    host.system().then(
      (now) => system(now.booted),
      () => false,
    )
  await waitFor(booted, { deadline: 120, every: 0.5, what: "another boot" })
  await host.reach()
}

test("another kernel is booted once, proven there, and committed", async ({
  fleet,
  host,
}) => {
  await toggle(fleet, host, kernel)
  const before = await host.system()
  const unasked = await deployed(fleet, host.name)
  expect(unasked.error?.code).toBe("SDOPS_REBOOT_NEEDED")
  expect(unasked.error?.help[0]).toContain("--reboot")
  expect(await host.system()).toEqual(before)

  const boot = await bootId(host)
  const result = await deployed(fleet, host.name, ["--reboot"])
  expect(result.error).toBeUndefined()
  expect(result.verdict).toBe("committed")
  expect(await bootId(host)).not.toBe(boot)
  expect(await expectWhole(host)).toBe(result.candidate)
  expect((await host.system()).booted).toBe(result.candidate)
  await serves(host)
  await expectQuiet(host)
})

test("one that doesn't serve after its boot is booted out of again", async ({
  fleet,
  host,
}) => {
  await editFleet(fleet, "fleet.yaml", (text) =>
    text.replace(/"heavy-builds":/, '"reboot": "allowed", "heavy-builds":'),
  )
  await toggle(fleet, host, kernel, broken)
  const before = await host.system()
  const options = { environment: { SDOPS_LIMIT_READY: "20" } }
  const result = await deployed(fleet, host.name, [], options)
  expect(result.verdict).toBe("rolled-back")
  expect(result.run.exit).toBe(4)
  expect(result.error?.code).toBe("SDOPS_APP_UNIT_DOWN")
  expect(await host.system()).toEqual(before)
  await serves(host)
  await expectQuiet(host)
  await toggle(fleet, host, broken)
})

test("power lost while it is proven is the rollback", async ({
  fleet,
  host,
}) => {
  const before = await host.system()
  const gate = { stage: "gate" } as const
  const run = await deployWith(fleet, host.name, gate, () => host.yank(), hasty)
  expect(run.result?.verdict).toBe("stranded")
  await host.start()
  const told = await resumed(fleet, host)
  expect(told.verdict).toBe("rolled-back")
  expect(await host.system()).toEqual(before)
  await serves(host)
})

test("one that nobody proves is left again, by its own guard", async ({
  fleet,
  host,
}) => {
  const before = await host.system()
  const soon = { SDOPS_LIMIT_CONTACT: "5", SDOPS_LIMIT_READY: "10" }
  await deployWith(fleet, host.name, rebooting, kill, { ...hasty, ...soon })
  await bootsInto(host, (now) => now !== before.booted)
  await bootsInto(host, (now) => now === before.booted)
  expect((await resumed(fleet, host)).verdict).toBe("rolled-back")
  expect(await host.system()).toEqual(before)
  await serves(host)
})

test("another machine proves and commits what was booted", async ({
  fleet,
  host,
}) => {
  const before = await host.system()
  await deployWith(fleet, host.name, rebooting, kill)
  await bootsInto(host, (now) => now !== before.booted)
  await using other = await otherMachine(host)
  const [confirmed] = (await other.run("confirm")).hosts
  expect(confirmed?.error).toBeUndefined()
  expect(confirmed?.["verdict"]).toBe("committed")
  expect(await expectWhole(host)).not.toBe(before.current)
  await serves(host)
})

test("reboot proves what was staged, and what runs", async ({
  fleet,
  host,
}) => {
  await toggle(fleet, host, kernel)
  const before = await host.system()
  const staged = await deployed(fleet, host.name, ["--goal", "stage"])
  expect(staged.error).toBeUndefined()
  expect(staged.verdict).toBe("staged")
  expect((await resumed(fleet, host)).verdict).toBe("staged")
  const { candidate = "" } = staged
  const generation = before.generation + 1
  const waits = { ...before, generation, profile: candidate }
  expect(await host.system()).toEqual(waits)
  // Nothing but sdops boots it: a power cut leads to what was proven.
  await host.crash()
  expect(await host.system()).toEqual(waits)
  await serves(host)
  await using other = await otherMachine(host)
  const asked = await other.run("reboot")
  expect(asked.hosts[0]?.error?.code).toBe("SDOPS_NEEDS_YES")
  for (const _ of ["staged", "running"]) {
    const boot = await bootId(host)
    const [told] = (await other.run("reboot", "--reboot")).hosts
    expect(told?.error).toBeUndefined()
    expect(told?.["verdict"]).toBe("committed")
    expect(await bootId(host)).not.toBe(boot)
    expect(await expectWhole(host)).toBe(staged.candidate)
    await serves(host)
  }
})

test("what can't lead back is refused, or boots unproven if it may", async ({
  fleet,
  host,
}) => {
  await toggle(fleet, host, kernel)
  const before = await host.system()
  const grub = `set -e; mkdir -p /boot/grub; mv /boot/loader /boot/away
    echo 'save_env next_entry' >/boot/grub/grub.cfg`
  expect((await host.exec(grub)).stderr).toBe("")
  const stuck = await deployed(fleet, host.name, ["--reboot"])
  await host.exec("rm -r /boot/grub; mv /boot/away /boot/loader")
  expect(await host.system()).toEqual(before)
  expect(stuck.error?.code).toBe("SDOPS_REBOOT_UNPROVEN")
  expect(stuck.error?.message).toMatch(
    /can't boot a system once: .*(grub|GRUB)/,
  )

  await host.exec(`mkdir -p /etc/sdlab/boot-loader/faults
    : >/etc/sdlab/boot-loader/faults/no-one-shot`)
  for (const flags of [["--reboot"], ["--goal", "stage"]]) {
    const no = await untouched(host, () => deployed(fleet, host.name, flags))
    expectError(no, {
      code: "SDOPS_REBOOT_UNPROVEN",
      exit: "refused",
      stage: "guard",
    })
    expect(no.error?.message).toContain("has no one-shot entries")
    expect(no.error?.help[0]).toContain("--boot-unproven")
  }

  const allowed = ["--reboot", "--boot-unproven"]
  const options = { environment: { SDOPS_LIMIT_READY: "20" } }
  await toggle(fleet, host, broken)
  const back = await deployed(fleet, host.name, allowed, options)
  expect(back.verdict).toBe("rolled-back")
  expect(back.error?.code).toBe("SDOPS_APP_UNIT_DOWN")
  const old = { ...before, booted: before.current }
  expect(await host.system()).toEqual(old)
  await serves(host)

  await toggle(fleet, host, broken)
  const result = await deployed(fleet, host.name, allowed)
  expect(result.error).toBeUndefined()
  expect(result.verdict).toBe("committed")
  expect(await expectWhole(host)).toBe(result.candidate)
  expect((await host.system()).booted).toBe(result.candidate)
  await serves(host)
  await expectQuiet(host)
})
