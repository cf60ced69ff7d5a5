type Case = {
  readonly host: string
  readonly files: Readonly<Record<string, string>>
  readonly script?: string
  readonly flags?: readonly string[]
  /** What `hosts/<name>/` then holds; or the code of the refusal. */
  readonly gives: readonly string[] | string
  /** Each must be in what is to change, the notes or the reasons. */
  readonly says?: readonly (RegExp | string)[]
}

const both = ["configuration.nix", "hardware-configuration.nix"]
const key = "-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNzaA==\n"
const imports = (text: string) =>
  "{ config, pkgs, ... }:\n{\n  imports = [ " +
  `./hardware-configuration.nix ${text} ];\n}\n`

/** Differing hosts, each an /etc/nixos, and what adopting them gives. */
export const adoptionCases: readonly Case[] = [
  {
    files: {
      "configuration.nix": imports("<home-manager/nixos>"),
      "hardware-configuration.nix": `{ imports = [
        <nixpkgs/nixos/modules/installer/scan/not-detected.nix> ]; }`,
    },
    gives: both,
    host: "with channels and home-manager from one",
    says: [
      "configuration.nix:3: <home-manager/nixos>: remove it, add the input " +
        "home-manager to hosts/fleet.yaml and " +
        "home-manager#nixosModules.home-manager to modules",
      'write (modulesPath + "/installer/scan/not-detected.nix")',
    ],
  },
  {
    files: { "configuration.nix": "{ }", "flake.nix": "{ outputs = _: { }; }" },
    gives: "SDOPS_FLAKE_HOST",
    host: "with a flake",
  },
  {
    files: {
      "configuration.nix": imports("/etc/nixos/apps /srv/shared.nix"),
      "apps/default.nix": "{ imports = [ ./web.nix ]; }",
      "apps/unused.nix": "{ }",
      "apps/web.nix": "{ }",
      "hardware-configuration.nix": "{ }",
    },
    gives: [...both, "apps/default.nix", "apps/web.nix"],
    host: "with absolute imports",
    says: [
      "configuration.nix:3: /etc/nixos/apps: write ./apps",
      "configuration.nix:3: /srv/shared.nix: quote it if the host reads it",
    ],
  },
  {
    files: {
      ".env": "TOKEN=x",
      "configuration.nix": imports(""),
      "hardware-configuration.nix": "{ }",
      "keys/id_ed25519": key,
    },
    gives: both,
    host: "with secrets lying about that nothing names",
  },
  {
    files: {
      "configuration.nix":
        "{\n  a = ./keys;\n  b = ./wg.key;\n  c.privateKey = " +
        '"YAnz5TF+lXXJte14tji3zlMNq+hd2rYUIgJBgB3fBmk=";\n}\n',
      "keys/host": key,
      "keys/readme": "none",
      "wg.key": "x",
    },
    gives: "SDOPS_NOT_ADOPTABLE",
    host: "with secrets that its configuration names",
    says: [/^keys\/host: looks like a private key/, /^wg.key: /, /nix:4: a pr/],
  },
  {
    files: {
      "configuration.nix":
        '{ boot.initrd.luks.devices.root.device = "/dev/disk/by-uuid/1"; }',
    },
    gives: ["configuration.nix"],
    host: "with LUKS",
  },
  {
    files: {
      "configuration.nix":
        '{ networking.hostId = "8425e349"; system.autoUpgrade.enable = true; }',
    },
    gives: ["configuration.nix"],
    host: "with ZFS and auto-upgrade",
    says: ["configuration.nix:1: auto-upgrade; a deployment ends it"],
  },
  {
    files: {},
    gives: ["configuration.nix", "parts/a.nix"],
    host: "whose /etc/nixos is a link to a clone",
    script: `rm -rf /etc/nixos /srv/clone; mkdir -p /srv/clone/parts
      echo '{ imports = [ /etc/nixos/parts/a.nix ]; }' \
        >/srv/clone/configuration.nix
      echo '{ }' >/srv/clone/parts/a.nix; ln -s /srv/clone /etc/nixos`,
    says: ["/etc/nixos/parts/a.nix: write ./parts/a.nix"],
  },
  {
    files: {},
    gives: "SDOPS_NO_CONFIGURATION",
    host: "without /etc/nixos",
    script: "rm -rf /etc/nixos",
  },
  {
    files: { "configuration.nix": imports("../shared.nix") },
    gives: "SDOPS_NOT_ADOPTABLE",
    host: "whose configuration leaves its folder",
    says: [/^configuration.nix:3: \.\.\/shared.nix leaves .*--within \/etc$/],
  },
  {
    files: { "configuration.nix": "{ imports = [ ../shared.nix ]; }" },
    flags: ["--within", "/etc"],
    gives: ["nixos/configuration.nix", "shared.nix"],
    host: "whose configuration leaves its folder, as asked",
    script: "echo '{ }' >/etc/shared.nix",
  },
  {
    files: { "configuration.nix": "{ a = ; }" },
    gives: "SDOPS_NOT_ADOPTABLE",
    host: "whose configuration is no Nix",
    says: [/^configuration.nix: .*syntax error/],
  },
  {
    files: {
      "configuration.nix":
        '{ a = builtins.getEnv "HOME"; b = fetchTarball "https://x.org/a"; }',
    },
    gives: ["configuration.nix"],
    host: "whose configuration asks its surroundings",
    says: ["builtins.getEnv: write the value", "fetchTarball without a hash"],
  },
  {
    files: {
      "configuration.nix": "{ imports = [ ./linked.nix ./gone.nix ]; }",
    },
    gives: "SDOPS_NOT_ADOPTABLE",
    host: "with a link in its configuration",
    says: [/^linked.nix: a link to \/srv\/x.nix; put a copy in/],
    script: "echo '{ }' >/srv/x.nix; ln -s /srv/x.nix /etc/nixos/linked.nix",
  },
]
