import { expect } from "vitest"
import { closeStale } from "../../src/host/record/records.ts"
import { shellOf } from "../host/rehearsed/machine.ts"
import type { LabHost } from "../lab/host.ts"
import { waitFor } from "../lab/wait.ts"
import { expectWhole, resumed } from "./aftermath.ts"
import { test } from "./serving.ts"

const bootctl = "/opt/sdlab/standins/boot-loader/bootctl"
const system = "/nix/var/nix/profiles/system"

/**
 * Boots generation 2, a deployed system, once; the default is generation 1.
 * Its deployment's record gets this state, as if it had asked for the boot.
 * Returns that system. Its deadline begins early in the boot, so it may be over
 * when this returns.
 */
async function bootOnce(host: LabHost, state: string): Promise<string> {
  const ran = await host.exec(`set -eu
    nix-env -p ${system} --switch-generation 2
    ${system}-1-link/bin/switch-to-configuration boot
    init=$(readlink -f ${system}-2-link)/init
    cd /boot/loader/entries
    ${bootctl} set-oneshot "$(grep -lF "init=$init" nixos-*.conf)"
    record=$(echo /nix/var/sdops/deploys/*/record)
    boot=$(cat /proc/sys/kernel/random/boot_id)
    sed -i "s/^state=.*/state=${state}/; s/^boot-id=.*/boot-id=$boot/
      /^boot-deadline=/d" $record
    echo boot-deadline=5 >>$record
    readlink -f ${system}-2-link`)
  expect(ran).toMatchObject({ exit: 0 })
  await host.reboot()
  return ran.stdout.trim()
}

const timers = "systemctl list-units --all --no-legend 'sdops-one-shot-*'"

test("a committed system that was booted once stays", async ({
  fleet,
  host,
}) => {
  await bootOnce(host, "committed")
  const { booted, bootDefault, profile } = await host.system()
  expect(booted).toBe(profile)
  expect(booted).not.toBe(bootDefault)
  const show = "systemctl show -P ActiveState one-shot-guard"
  await expect.poll(async () => (await host.exec(show)).stdout).toBe("active\n")
  expect((await host.exec(timers)).stdout).toBe("")
  // It speaks of this boot: no switch may start it again.
  const unit = (await host.exec("systemctl cat one-shot-guard")).stdout
  expect(unit).toContain("X-RestartIfChanged=false\n")
  expect(unit).toContain("X-StopIfChanged=false\n")
  expect((await resumed(fleet, host)).verdict).toBe("committed")
})

test("an uncommitted one gives way to the boot default", async ({
  fleet,
  host,
}) => {
  const candidate = await bootOnce(host, "booting")
  // While it reboots it can't be asked.
  const gaveWay = () =>
    host.system().then(
      ({ booted }) => booted !== candidate,
      () => false,
    )
  await waitFor(gaveWay, { deadline: 90, every: 0.3, what: "another boot" })
  await host.reach()
  const told = await resumed(fleet, host)
  expect(told.verdict).toBe("rolled-back")
  expect(await expectWhole(host)).not.toBe(candidate)
  const marks = "ls /nix/var/sdops/deploys/*/guard-reboot | wc -l"
  expect((await host.exec(marks)).stdout).toBe("1\n")
})

test("it gives way once only, then people are asked", async ({ host }) => {
  await bootOnce(host, "booting")
  const before = await host.system()
  expect(before.booted).toBe(before.profile)
  const said = async () =>
    (await host.exec("journalctl -b -u one-shot-guard")).stdout
  await expect.poll(said, { timeout: 20_000 }).toContain("up to you")
  expect((await host.exec(timers)).stdout).toBe("")
  const closed = async () => {
    const [known] = (await closeStale(shellOf(host))).records
    return known?.record
  }
  // A guard gets its first minute to begin.
  expect(await closed()).toMatchObject({ state: "booting" })
  await host.exec(`echo 61.00 1.00 >/run/uptime
    mount --bind /run/uptime /proc/uptime`)
  expect(await closed()).toMatchObject({ cause: "reboot", state: "stranded" })
  expect(await host.system()).toEqual(before)
})
