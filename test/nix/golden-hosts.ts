import type { Slice } from "../../src/flake/slice.ts"
import { sliceOf } from "../../src/flake/slice.ts"
import type { Host, Services } from "../../src/inventory/host.ts"
import type { LockedWheel } from "../../src/nodes/node-lock.ts"
import { inventoryHost } from "../deploy/facts.ts"

type Gpu = Host["gpu"]

export type GoldenHost = {
  readonly gpu: Gpu
  /** Nix code of a module: what its machine has without sdops. */
  readonly machine?: string
  /** The same of what sdops' modules are told beside the slice. */
  readonly ours?: string
  readonly platform?: string
  /** What the slice says of services; without it, ComfyUI. */
  readonly services?: Services
  /** Nix code of a list: packages of `reference` that it takes as they are. */
  readonly takes?: string
  /** Whether nixpkgs' torch serves, which a cache has. */
  readonly torch: "nixpkgs" | "none" | "wheels"
  /** Lines that a unit has, beside what each unit must have. */
  readonly units?: Readonly<Record<string, readonly RegExp[]>>
  /** What is locked for its custom nodes. */
  readonly wheels?: readonly LockedWheel[]
}

export const nvidia = (capability: string, model: string): Gpu => ({
  computeCapability: capability,
  model,
  vendor: "nvidia",
})
const none: Gpu = { vendor: "none" }
export const gtx1060 = nvidia("6.1", "GeForce GTX 1060 6GB")
export const k80 = nvidia("3.7", "Tesla K80")
const rtx4090 = nvidia("8.9", "GeForce RTX 4090")

export const lister: Services = {
  "sdops-app": { lister: { command: ["/bin/true"], port: 8000 } },
}
export const acceptLicense = "{ nixpkgs.config.nvidia.acceptLicense = true; }"

/** The hosts whose summary is committed, by their GPU. */
export const fiveHosts: Readonly<Record<string, GoldenHost>> = {
  amd: { gpu: { model: "Radeon RX 7900 XTX", vendor: "amd" }, torch: "wheels" },
  cpu: { gpu: none, torch: "nixpkgs" },
  "gtx-1060": { gpu: gtx1060, torch: "wheels" },
  h200: { gpu: nvidia("9.0", "H200"), torch: "nixpkgs" },
  "rtx-4090": { gpu: rtx4090, torch: "nixpkgs" },
}

/** What else is evaluated with all of nixpkgs. */
export const goldenHosts: Readonly<Record<string, GoldenHost>> = {
  ...fiveHosts,
  "amd-nixpkgs": {
    gpu: { model: "Radeon RX 7900 XTX", torch: "nixpkgs", vendor: "amd" },
    torch: "nixpkgs",
  },
  "a-picture": {
    gpu: none,
    ours: `({ mkImage, ... }: {
      environment.etc."fox.png".source = mkImage {
        checkpoint = "pony-xl-v6";
        hash = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
        name = "fox-1";
        prompt = "a fox";
      };
    })`,
    torch: "nixpkgs",
  },
  "another-data-folder": {
    gpu: none,
    ours: `{ services.comfyui.data-dir = "/srv/comfyui"; }`,
    torch: "nixpkgs",
  },
  builder: {
    gpu: none,
    ours: `{ sdops.fleet-builder = {
      enable = true;
      features = [ "cuda" ];
      keys = [ "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGu lithium" ];
      user = "nix-build";
    }; }`,
    torch: "nixpkgs",
  },
  "cpu-aarch64": { gpu: none, platform: "aarch64-linux", torch: "nixpkgs" },
  "custom-node": {
    gpu: gtx1060,
    services: {
      comfyui: {
        "custom-nodes": {
          "ComfyUI-GGUF": {
            hash: "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
            rev: "6ea2651e7df66d7585f6ffee804b20e92fb38b8a",
            url: "https://github.com/city96/ComfyUI-GGUF",
          },
        },
        enable: true,
      },
    },
    takes: "reference.pythonManylinuxPackages.manylinux2014",
    torch: "wheels",
    units: {
      "comfyui.service": [/^ExecStartPre=.*-comfyui-custom-nodes" /m],
    },
    wheels: [
      {
        hash: "sha256-TnL+fBCkMekCPsJp8+ZlB1uFyWPWbldLBw/EvNqeVUI=",
        name: "gguf",
        url: "https://files.pythonhosted.org/packages/gguf-0.17.1-py3-none-any.whl",
        version: "0.17.1",
        "wanted-by": ["ComfyUI-GGUF"],
      },
    ],
  },
  grub: {
    gpu: none,
    machine: `{
      boot.loader.grub = { enable = true; device = "/dev/sda"; };
      boot.loader.systemd-boot.enable = lib.mkForce false;
    }`,
    torch: "nixpkgs",
  },
  // NixOS' data center driver, with its fabric manager.
  hgx: {
    gpu: nvidia("9.0", "H200"),
    machine: "{ hardware.nvidia.datacenter.enable = true; }",
    torch: "nixpkgs",
    units: { "nvidia-fabricmanager.service": [/^ExecStart=/m] },
  },
  // Its driver is under a licence, and no torch has kernels for it.
  k80: {
    gpu: k80,
    ours: acceptLicense,
    services: lister,
    torch: "none",
    units: { "lister.service": [/^ExecStart="\/bin\/true"$/m] },
  },
  limine: {
    gpu: none,
    machine: `{
      boot.loader.limine.enable = true;
      boot.loader.systemd-boot.enable = lib.mkForce false;
    }`,
    torch: "nixpkgs",
  },
  "newest-driver": {
    gpu: rtx4090,
    ours: '{ hardware.nvidia.branch = "new_feature"; }',
    torch: "nixpkgs",
  },
  networkd: {
    gpu: none,
    machine: `{
      boot.initrd.luks.devices.root.device = "/dev/sda3";
      networking = { useDHCP = false; useNetworkd = true; };
      systemd.network.networks.lan = {
        address = [ "10.0.0.7/24" ];
        matchConfig.Name = "eno1";
      };
    }`,
    torch: "nixpkgs",
  },
  ollama: {
    gpu: rtx4090,
    services: {
      comfyui: { enable: true },
      "sdops-app": {
        ollama: {
          command: ["ollama", "serve"],
          environment: { OLLAMA_HOST: "0.0.0.0" },
          "health-check": "/api/version",
          listen: ["0.0.0.0"],
          "open-firewall": true,
          package: "ollama",
          port: 11_434,
        },
      },
    },
    takes: "[ reference.ollama ]",
    torch: "nixpkgs",
    units: {
      "ollama.service": [
        /^Environment="OLLAMA_HOST=0\.0\.0\.0"$/m,
        /^ExecStart="\/nix\/store\/[^/ ]+-ollama-[^ ]+\/ollama" "serve"$/m,
        /^User=ollama$/m,
        /^WorkingDirectory=\/var\/lib\/ollama$/m,
      ],
    },
  },
  "rtx-4090-wheel": { gpu: { ...rtx4090, torch: "wheel" }, torch: "wheels" },
  "rtx-5090": {
    gpu: nvidia("12.0", "GeForce RTX 5090"),
    torch: "nixpkgs",
  },
  // Nobody has said its capability, and the host's own module says the rest.
  "unknown-gpu": {
    gpu: { vendor: "nvidia" },
    ours: "{ hardware.nvidia.open = true; }",
    torch: "nixpkgs",
  },
  v100: { gpu: nvidia("7.0", "Tesla V100"), torch: "wheels" },
  webui: {
    gpu: gtx1060,
    services: { "stable-diffusion-webui": { enable: true } },
    takes: "[ reference.git reference.python311 reference.zlib ]",
    torch: "none",
    units: {
      "stable-diffusion-webui.service": [
        /^ExecStart="\/nix\/store\/[^ ]+\/webui\.sh" "--port=7860" /m,
      ],
    },
  },
}

/** Its slice; its machine is the input `own`'s. */
export function goldenSlice(name: string, golden: GoldenHost): Slice {
  const { gpu, services = { comfyui: { enable: true } } } = golden
  const facts = { gpu, modules: [], name, services }
  const slice = sliceOf({ builders: {}, caches: [] }, inventoryHost(facts))
  const modules = [{ attributes: ["machine"], input: "own" }]
  return { ...slice, modules }
}
