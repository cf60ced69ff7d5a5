import { expect } from "vitest"
import { deployed } from "../../e2e/sdops.ts"
import { serves } from "../../e2e/serves.ts"
import { isWhole } from "../../standins/nixpkgs/libraries.ts"
import { editFleet, makeFleet } from "../fleet.ts"
import { test as labTest } from "../test.ts"

/** Evaluating all of nixpkgs takes minutes on a machine that is busy. */
const timeout = 900_000

/** Without a disk to write itself to, and pictures that nobody sees. */
const grub = `{ lib, ... }: {
  boot.loader.grub = {
    device = "nodev";
    enable = true;
    fsIdentifier = "provided";
    splashImage = null;
  };
  boot.loader.systemd-boot.enable = lib.mkForce false;
}
`

const test = labTest.skipIf(!isWhole())

test(
  "a host that boots by GRUB: NixOS' builder writes what a commit wants",
  { timeout },
  async ({ launchHost }) => {
    const host = await launchHost({ kind: "nixos" })
    await using fleet = await makeFleet([host], {
      files: { [`${host.name}/grub.nix`]: grub },
      more: { [host.name]: ["grub.nix"] },
    })
    // Its owner has gone over to GRUB before there was sdops.
    const flags = ["--goal", "build", "--accept", "loader"]
    const built = await deployed(fleet, host.name, flags)
    expect(built.error).toBeUndefined()
    const moved = await host.exec(
      `set -eu
      rm -rf /boot/EFI /boot/loader
      nix-env -p /nix/var/nix/profiles/system --set ${built.candidate}
      ${built.candidate}/bin/switch-to-configuration boot`,
      { deadline: 120 },
    )
    expect(moved.exit, moved.stderr).toBe(0)
    expect(moved.stderr).toContain("updating GRUB 2 menu...")
    await host.reboot()
    expect((await host.system()).booted).toBe(built.candidate)

    await editFleet(fleet, `${host.name}.yaml`, (text) =>
      text.replace("8188", "8199"),
    )
    const result = await deployed(fleet, host.name)
    expect(result.error).toBeUndefined()
    expect(result.verdict).toBe("committed")
    const after = await host.system()
    expect(after.bootDefault).toBe(result.candidate)
    await host.reboot()
    expect(await host.system()).toEqual({ ...after, booted: after.current })
    await serves(host, 8199)
  },
)
