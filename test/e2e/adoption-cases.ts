type Case = {
  readonly host: string
  readonly files: Readonly<Record<string, string>>
  readonly script?: string
  readonly flags?: readonly string[]
  /** What `hosts/<name>/` then holds; or the code of the refusal. */
  readonly gives: readonly string[] | string
  /** Each must be in what is to change, the notes or the reasons. */
  readonly says?: readonly (RegExp | string)[]
  readonly never?: readonly RegExp[]
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
        "home-manager (github:nix-community/home-manager) to " +
        "hosts/fleet.yaml and " +
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
    says: ["configuration.nix:1: auto-upgrade, which a deployment would end"],
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
    says: [/^configuration.nix:1:7: syntax error, unexpected ';'/],
  },
  {
    files: {
      "configuration.nix": `{ config, lib, pkgs, inputs, hostname ? "a", ... }:
let
  inherit (builtins) getEnv;
  pin = { url = "https://x.org/a"; sha256 = ""; };
  locked = builtins.fetchTarball { inherit (pin) url sha256; };
  unstable = import <nixos-unstable> { };
in
{
  imports = [
    (import "/etc/nixos/gpu.nix")
    "\${fetchTarball "https://x.org/f7bee55a5e551bd8e7b5b82c9bc559bc50d868d1"}/x"
    inputs.nixos-hardware.nixosModules.common-pc-ssd
    <agenix/modules/age.nix>
  ] ++ lib.optional (builtins.pathExists "/etc/nixos/local.nix")
    "/etc/nixos/local.nix";
  networking.hostId = builtins.readFile "/etc/machine-id";
  environment.variables.EDITOR = with builtins; getEnv "EDITOR";
}
`,
      "gpu.nix": "{ }",
      "local.nix": "{ self, ... }: { }",
    },
    gives: ["configuration.nix", "gpu.nix", "local.nix"],
    host: "whose configuration asks its surroundings in every spelling",
    says: [
      "nix:1: inputs is an argument that your flake gives: here these are " +
        "the fleet's: add nixos-hardware to inputs in hosts/fleet.yaml",
      "nix:1: hostname is an argument that your flake gives: ",
      "nix:6: <nixos-unstable>: add the input nixos-unstable",
      'nix:10: import "/etc/nixos/gpu.nix": write ./gpu.nix',
      "nix:11: fetchTarball without a hash",
      "nix:13: <agenix/modules/age.nix>: remove it, add the input agenix",
      'nix:14: pathExists "/etc/nixos/local.nix": write ./local.nix',
      'nix:15: "/etc/nixos/local.nix": write ./local.nix',
      'nix:16: readFile "/etc/machine-id": write its content',
      "nix:17: builtins.getEnv: write the value",
    ],
    never: [/:5: /, /local.nix:1/],
  },
  {
    files: {
      "comfyui-nix/module.nix": `{ lib, ... }: {
        disabledModules = [ "services/misc/comfyui.nix" ];
        options.services.comfyui.enable = lib.mkEnableOption "ComfyUI";
      }`,
      "configuration.nix": `{
        imports = [ ./comfyui-nix/module.nix ];
        services.comfyui = { enable = true; listenAddress = "0.0.0.0"; };
      }`,
    },
    gives: ["comfyui-nix/module.nix", "configuration.nix"],
    host: "with another module's ComfyUI",
    says: [
      "comfyui-nix/module.nix:3: declares services.comfyui, as sdops' own " +
        "module does: remove this module",
      "configuration.nix:3: services.comfyui.listenAddress: sdops' module " +
        "calls it listen",
    ],
  },
  {
    files: {
      "configuration.nix": `let secrets = import ./secrets.nix; in {
        networking.wireless.networks."home".psk = "correct horse";
        services.x.token = "hf_abcdefghijklmnopqrstuvwxyz012345";
      }`,
      "secrets.nix": '{ wifi = "correct horse battery"; }',
    },
    gives: "SDOPS_NOT_ADOPTABLE",
    host: "with secrets in Nix files",
    says: [/^configuration.nix:3: a token, which/],
  },
  {
    files: {
      "configuration.nix": `let secrets = import ./secrets.nix; in {
        imports = [ ./agenix/secrets.nix ];
        networking.wireless.networks."home".psk = "correct horse";
        users.users.a.hashedPassword = "$6$a$b";
      }`,
      "agenix/secrets.nix": '{ "a.age".publicKeys = [ "ssh-ed25519 AAAA" ]; }',
      "secrets.nix": '{ wifi = "correct horse battery"; }',
    },
    flags: ["--leave-out", "secrets.nix"],
    gives: ["agenix/secrets.nix", "configuration.nix"],
    host: "with secrets in Nix files, which are left out",
    says: [
      "configuration.nix:1: secrets.nix is left on the host",
      "configuration.nix:3: psk as text, readable by everybody",
      "configuration.nix:4: hashedPassword as text, readable by everybody",
    ],
  },
  {
    files: {
      "configuration.nix": `{
        stylix.image = ./wallpaper.png;
        environment.etc.film.source = ./film.mkv;
      }`,
    },
    gives: ["configuration.nix", "wallpaper.png"],
    host: "with big files beside its configuration",
    says: ["configuration.nix:3: film.mkv is too large to copy: 24 MB"],
    script: `head -c 14000000 /dev/urandom >/etc/nixos/wallpaper.png
      head -c 25000000 /dev/zero >/etc/nixos/film.mkv`,
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
