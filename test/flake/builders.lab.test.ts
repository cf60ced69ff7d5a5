import { expect } from "vitest"
import { renderTree } from "../../src/flake/render-tree.ts"
import { loadFleet } from "../../src/inventory/load.ts"
import { key } from "../builders/a-machine.ts"
import { makeFleet } from "../inventory/make-fleet.ts"
import { test } from "../lab/test.ts"
import { evaluate, nixpkgsOf, restore } from "./restore.ts"

const machine = `{
  boot.loader.systemd-boot.enable = true;
  fileSystems."/".device = "/dev/disk/by-label/root";
  nixpkgs.hostPlatform = "x86_64-linux";
  system.stateVersion = "24.05";
}
`

test("builders reach /etc/nix/machines, and a builder lets them in", async ({
  host,
}) => {
  const inputs = { nixpkgs: await nixpkgsOf(host) }
  const builders = {
    neon: {
      address: "neon.lan",
      features: ["big-parallel"],
      "host-key": key,
      "max-jobs": 4,
      user: "nix-build",
    },
    ported: { address: "xenon.lan", "host-key": key, port: 2222 },
    unpinned: { address: "argon.lan" },
  }
  const written = {
    address: "x",
    "fleet-builder": {
      enable: true,
      features: ["cuda"],
      keys: [`${key} lithium`],
      user: "nix-build",
    },
    "fleet-cache": {
      enable: true,
      port: 5001,
      "secret-key-file": "/run/sdops-secrets/cache-key",
    },
    gpu: { vendor: "none" },
    modules: ["../m.nix"],
  }
  const root = await makeFleet({
    "hosts/fleet.yaml": JSON.stringify({ builders, inputs }),
    "hosts/x.yaml": JSON.stringify(written),
    "m.nix": machine,
  })
  const fleet = await loadFleet({ from: root }, { environment: {} })
  const tree = await restore(host, (await renderTree(fleet, "x")).archive)
  const found = await evaluate(host, [
    "--no-write-lock-file",
    `path:${tree}#nixosConfigurations.x.config`,
    "--apply",
    `config: {
      inherit (config.nix) distributedBuilds;
      inherit (config.nix.settings) system-features trusted-users;
      cache = { inherit (config.services.nix-serve)
        bindAddress enable openFirewall port secretKeyFile; };
      keys = config.users.users.nix-build.openssh.authorizedKeys.keys;
      machines = config.environment.etc."nix/machines".text;
      ssh = config.environment.etc."ssh/ssh_config".text;
    }`,
  ])

  const column = Buffer.from(key).toString("base64")
  expect(found).toMatchObject({
    cache: {
      bindAddress: "0.0.0.0",
      enable: true,
      openFirewall: false,
      port: 5001,
      secretKeyFile: "/run/sdops-secrets/cache-key",
    },
    distributedBuilds: true,
    keys: [`restrict,command="nix-daemon --stdio" ${key} lithium`],
    machines:
      "ssh-ng://nix-build@neon.lan x86_64-linux " +
      `/etc/ssh/ssh_host_ed25519_key 4 1 big-parallel - ${column}\n` +
      "ssh-ng://sdops-builder-ported x86_64-linux " +
      `/etc/ssh/ssh_host_ed25519_key 1 1 - - ${column}\n`,
    // A silent builder is given up, whoever starts Nix.
    ssh:
      "Host sdops-builder-ported\n  HostName xenon.lan\n" +
      "  HostKeyAlias sdops-builder-ported\n  Port 2222\n" +
      '  User "root"\n\nHost neon.lan sdops-builder-ported\n' +
      "  ServerAliveCountMax 3\n  ServerAliveInterval 10\n",
    "system-features": [
      "nixos-test",
      "benchmark",
      "big-parallel",
      "kvm",
      "cuda",
    ],
    "trusted-users": expect.arrayContaining(["nix-build", "root"]),
  })
})
