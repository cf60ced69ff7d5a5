import { expect } from "vitest"
import type { DeployResult } from "../../src/deploy/outcome/result.ts"
import { type FleetEdits, makeFleet } from "../lab/fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { test } from "../lab/test.ts"
import { deployed, resultOf, sdops } from "./sdops.ts"
import { builtPaths, expectError, untouched } from "./untouched.ts"
import { deployWith } from "./watched.ts"

/** Deploys with other facts in the host's file; nothing may change. */
async function refused(
  host: LabHost,
  own: Readonly<Record<string, unknown>>,
  edits: FleetEdits = {},
) {
  await using fleet = await makeFleet([host], {
    ...edits,
    hosts: { [host.name]: own },
  })
  return await untouched(host, () => deployed(fleet, host.name))
}

/** A plan as a person reads it, and how it exits. */
async function planned(host: LabHost, own: Readonly<Record<string, unknown>>) {
  await using fleet = await makeFleet([host], { hosts: { [host.name]: own } })
  return await sdops(fleet, ["plan", host.name])
}

/** Deploys with one more module of this text. */
function refusedWith(host: LabHost, nix: string) {
  const files = { [`${host.name}/more.nix`]: nix }
  return refused(host, {}, { files, more: { [host.name]: ["more.nix"] } })
}

test("a heavy build is refused before anything is built", async ({ host }) => {
  const before = await builtPaths(host)
  expect(before).not.toEqual([])
  const policy = { "heavy-builds": "refuse" }
  const result = await refused(host, { policy })
  const [code, stage] = ["SDOPS_HEAVY_BUILD", "guard"]
  expectError(result, { code, exit: "refused", stage })
  expect(result.error?.message).toContain("torch")
  expect(result.plan?.heavy.join()).toContain("torch")
  const plan = await planned(host, { policy })
  expect(plan.exit).toBe(3)
  expect(plan.stdout).toMatch(/refused +torch/)
  expect(plan.stdout).not.toContain("sdops deploy")
  expect(await builtPaths(host)).toEqual(before)
})

test("another kernel is refused, since it needs a reboot", async ({ host }) => {
  const result = await refusedWith(
    host,
    "{ pkgs, ... }: { boot.kernelPackages = pkgs.linuxPackages_6_18; }",
  )
  const [code, stage] = ["SDOPS_REBOOT_NEEDED", "guard"]
  expectError(result, { code, exit: "refused", stage })
  expect(result.error?.message).toMatch(/reboot is needed: .*kernel/)
})

test("a host without a pinned key is incomplete", async ({ host }) => {
  const result = await refused(host, { "host-key": undefined })
  const [code, stage] = ["SDOPS_HOST_INCOMPLETE", "connect"]
  expectError(result, { code, exit: "refused", stage })
  expect(result.error?.message).toContain("host-key")
})

test("a host without a root file system is incomplete", async ({ host }) => {
  const nix = `{ lib, ... }: { fileSystems = lib.mkForce { }; }`
  const result = await refusedWith(host, nix)
  const [code, stage] = ["SDOPS_HOST_INCOMPLETE", "plan"]
  expectError(result, { code, exit: "refused", stage })
  expect(result.error?.message).toContain("root file system")
})

test("a host without a boot loader is incomplete", async ({ host }) => {
  const nix = `{ lib, ... }: {
    boot.loader.systemd-boot.enable = lib.mkForce false;
    boot.loader.grub.enable = lib.mkForce true;
  }`
  const result = await refusedWith(host, nix)
  const [code, stage] = ["SDOPS_HOST_INCOMPLETE", "plan"]
  expectError(result, { code, exit: "refused", stage })
  expect(result.error?.message).toContain("boot loader")
})

test("a host that somebody else is switching is left alone", async ({
  host,
}) => {
  const unit = "nixos-rebuild-switch-to-configuration.service"
  const sleep = ["/usr/bin/sleep", "infinity"]
  await host.exec(["systemd-run", `--unit=${unit}`, ...sleep])
  const result = await refused(host, {})
  await host.exec(["systemctl", "stop", unit])
  const [code, stage] = ["SDOPS_HOST_BUSY", "guard"]
  expectError(result, { code, exit: "refused", stage })
  expect(result.error?.message).toContain(unit)
})

test("a disk that is nearly full is refused with both sizes", async ({
  host,
}) => {
  // Beside what the evaluation writes, too little stays for a new system.
  const used = Number(
    (await host.exec("df --output=used -k /nix | tail -n 1")).stdout,
  )
  await host.disk(`${used + 20_000}k`)
  const result = await refused(host, {})
  await host.disk(host.lab.disk)
  const [code, stage] = ["SDOPS_REFUSED", "guard"]
  expectError(result, { code, exit: "refused", stage })
  expect(result.error?.message).toMatch(
    /\/nix has [\d.]+ [kM]B free and needs [\d.]+ MB/,
  )
})

test("a /boot without room for a new kernel is refused, and no other", async ({
  host,
}) => {
  // A file system of its own, as an ESP is, with room for a few entries.
  const small = await host.exec(`set -eu
    used=$(du -s -B1 /boot | cut -f 1)
    cp -a /boot /tmp/boot
    mount -t tmpfs -o size=$((used + 1060000)) tmpfs /boot
    cp -a /tmp/boot/. /boot`)
  expect(small.stderr).toBe("")
  const before = await builtPaths(host)
  const [code, stage] = ["SDOPS_REFUSED", "guard"]
  const kernel = `{ lib, pkgs, ... }: {
    boot.kernelPackages = pkgs.linuxPackages_6_18;
  }`
  await using fleet = await makeFleet([host], {
    files: { [`${host.name}/more.nix`]: kernel },
    more: { [host.name]: ["more.nix"] },
  })
  const result = await untouched(host, () =>
    deployed(fleet, host.name, ["--goal", "boot"]),
  )
  expectError(result, { code, exit: "refused", stage })
  expect(result.error?.message).toMatch(
    /^\/boot has [\d.]+ [kM]B free and needs [\d.]+ MB$/,
  )
  expect(result.error?.help.join("\n")).toContain(
    "switch-to-configuration boot",
  )
  expect(result.plan?.disk).toMatchObject({
    "boot-adds": ["kernel", "initrd"],
    "boot-place": "/boot",
  })
  expect(await builtPaths(host)).toEqual(before)
  // The same kernel is there already.
  const same = await planned(host, {})
  expect([same.exit, same.stdout]).not.toContain(3)
  expect(same.stdout).toMatch(/free on \/boot +[\d.]+ MB$/m)
  await host.exec("umount /boot; rm -r /tmp/boot")
})

test("a disk without a free byte is told as such", async ({ host }) => {
  const fill = "dd if=/dev/zero of=/nix/fill bs=1M 2>/dev/null; sync"
  await host.disk("300m")
  await host.exec(fill)
  const result = await refused(host, {})
  await host.exec(["rm", "/nix/fill"])
  await host.disk(host.lab.disk)
  const [code, stage] = ["SDOPS_DISK_FULL", "push"]
  expectError(result, { code, exit: "failed", stage })
  expect(result.error?.evidence.join()).toContain("No space left")
})

const neverStarts = `{ lib, ... }: {
  systemd.services.comfyui.serviceConfig.ExecStartPre = lib.mkForce "/gone";
}
`

test("a drifted host is replaced only after a yes", async ({
  launchFlavoured,
}) => {
  const host = await launchFlavoured("drifted")
  await using fleet = await makeFleet([host])

  const words = ["deploy", host.name, "--json"]
  const run = await untouched(host, () => sdops(fleet, words))
  expect(run.exit).toBe(3)
  const [asked]: DeployResult["hosts"] = resultOf(run).hosts
  expect(asked?.error?.code).toBe("SDOPS_NEEDS_YES")
  expect(asked?.error?.help).toEqual([
    expect.stringMatching(/^sdops .* --yes$/),
  ])
  expect(asked?.error?.message).toContain("not the system profile")

  // What runs comes back, not what it would have booted.
  const before = await host.system()
  await using broken = await makeFleet([host], {
    files: { [`${host.name}/broken.nix`]: neverStarts },
    more: { [host.name]: ["broken.nix"] },
  })
  const environment = { SDOPS_LIMIT_READY: "20" }
  const back = await deployed(broken, host.name, [], { environment })
  expect(back.verdict).toBe("rolled-back")
  expect(await host.system()).toEqual(before)

  // Without power, it boots what it would have.
  const gate = { stage: "gate" } as const
  const cut = await deployWith(fleet, host.name, gate, () => host.crash())
  expect(cut.result?.verdict).toBe("rolled-back")
  const { bootDefault, profile } = before
  const now = {
    booted: bootDefault,
    bootDefault,
    current: bootDefault,
    profile,
  }
  expect(await host.system()).toMatchObject(now)

  const result = await deployed(fleet, host.name)
  expect(result.verdict).toBe("committed")
  const system = await host.system()
  expect(system.current).toBe(result.candidate)
  expect(system.profile).toBe(result.candidate)
  expect(system.bootDefault).toBe(result.candidate)
  expect(system.generation).toBe(3)
})
