import { expect } from "vitest"
import { editFleet, makeFleet } from "../lab/fleet.ts"
import { test } from "../lab/test.ts"
import { putConfiguration, usual } from "./adopting.ts"
import { deployed, resultOf, sdops } from "./sdops.ts"
import { expectError, untouched } from "./untouched.ts"

/** Everything that a first deployment must not change unasked. */
const otherwise = `{ lib, ... }:
{
  boot.initrd.luks.devices.vault.device = "/dev/disk/by-uuid/5a5a";
  boot.loader.grub.device = "nodev";
  boot.loader.grub.enable = true;
  boot.loader.systemd-boot.enable = lib.mkForce false;
  fileSystems."/".device = lib.mkForce "/dev/disk/by-uuid/other";
  fileSystems."/boot".device = lib.mkForce "/dev/disk/by-uuid/0000-0000";
  networking.interfaces.eno9.ipv4.addresses = [
    { address = "192.0.2.1"; prefixLength = 24; }
  ];
  services.openssh.ports = [ 2222 ];
  system.autoUpgrade.enable = true;
  system.stateVersion = lib.mkForce "26.05";
  users.users.ops.extraGroups = lib.mkForce [ ];
}
`

const all =
  "address,boot-device,loader,login,luks,ports,root-device,ssh,state-version"

test("a first deployment may not change what a host needs", async ({
  host,
}) => {
  await putConfiguration(host, await usual(host))
  await host.exec(`set -eu
    systemd-run --unit=squatter --socket-property=ListenStream=8188 true
    systemd-run --unit=nixos-upgrade --on-active=1h true`)
  await using fleet = await makeFleet([host], {
    files: { [`${host.name}/more.nix`]: otherwise },
    hosts: { [host.name]: { user: "ops" } },
    more: { [host.name]: ["more.nix"] },
  })

  const result = await untouched(host, () => deployed(fleet, host.name))

  const code = "SDOPS_FIRST_DEPLOYMENT"
  expectError(result, { code, exit: "refused", stage: "guard" })
  const found = result.error?.because.map((line) => line.split(":")[0]) ?? []
  expect([...new Set(found)].toSorted().join(",")).toBe(all)
  expect(result.error?.help.at(-1)).toBe(
    `sdops deploy ${host.name} --accept ${all}`,
  )
  const accepting = ["plan", host.name, "--json", "--accept", all]
  const [plan] = resultOf(await sdops(fleet, accepting)).hosts
  expect(plan?.plan?.refusals).toEqual([])
  expect(plan?.notes).toContain(
    "the host upgrades itself (nixos-upgrade.timer); that would end",
  )
})

test("what is accepted by name is deployed, and asked once", async ({
  host,
}) => {
  await host.exec("systemctl stop squatter.socket nixos-upgrade.timer")
  await using fleet = await makeFleet([host], {
    hosts: { [host.name]: { "state-version": "26.05" } },
  })
  // The host's own module says 24.05.
  await editFleet(fleet, `${host.name}/configuration.nix`, (text) =>
    text.replace("24.05", "26.05"),
  )
  const refused = await deployed(fleet, host.name)
  expect(refused.error?.because).toEqual([
    "state-version: stateVersion is 24.05, and would be 26.05",
  ])
  const flags = ["--accept", "state-version"]
  expect((await deployed(fleet, host.name, flags)).verdict).toBe("committed")
  expect((await deployed(fleet, host.name)).verdict).toBe("unchanged")
})
