import type { Slice } from "../../src/flake/slice.ts"
import { sliceOf } from "../../src/flake/slice.ts"
import type { Host } from "../../src/inventory/host.ts"
import { inventoryHost } from "../deploy/facts.ts"

type Gpu = Host["gpu"]

export type GoldenHost = {
  readonly gpu: Gpu
  /** Nix code of a module: what its machine has without sdops. */
  readonly machine?: string
  /** The same of what sdops' modules are told beside the slice. */
  readonly ours?: string
  readonly platform?: string
  /** Whether nixpkgs' torch serves, which a cache has. */
  readonly torch: "nixpkgs" | "wheels"
}

const nvidia = (capability: string, model: string): Gpu => ({
  "compute-capability": capability,
  model,
  vendor: "nvidia",
})
const none: Gpu = { vendor: "none" }
const rtx4090 = nvidia("8.9", "GeForce RTX 4090")

/** The hosts whose summary is committed, by their GPU. */
export const fiveHosts: Readonly<Record<string, GoldenHost>> = {
  amd: { gpu: { model: "Radeon RX 7900 XTX", vendor: "amd" }, torch: "wheels" },
  cpu: { gpu: none, torch: "nixpkgs" },
  "gtx-1060": { gpu: nvidia("6.1", "GeForce GTX 1060 6GB"), torch: "wheels" },
  h200: { gpu: nvidia("9.0", "H200"), torch: "nixpkgs" },
  "rtx-4090": { gpu: rtx4090, torch: "nixpkgs" },
}

/** What else is evaluated with all of nixpkgs. */
export const goldenHosts: Readonly<Record<string, GoldenHost>> = {
  ...fiveHosts,
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
  grub: {
    gpu: none,
    machine: `{
      boot.loader.grub = { enable = true; device = "/dev/sda"; };
      boot.loader.systemd-boot.enable = lib.mkForce false;
    }`,
    torch: "nixpkgs",
  },
  limine: {
    gpu: none,
    machine: `{
      boot.loader.limine.enable = true;
      boot.loader.systemd-boot.enable = lib.mkForce false;
    }`,
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
  "rtx-4090-wheel": { gpu: { ...rtx4090, torch: "wheel" }, torch: "wheels" },
  "rtx-5090": {
    gpu: nvidia("12.0", "GeForce RTX 5090"),
    torch: "nixpkgs",
  },
  v100: { gpu: nvidia("7.0", "Tesla V100"), torch: "wheels" },
}

/** The slice of one that serves ComfyUI; its machine is the input `own`'s. */
export function goldenSlice(name: string, { gpu }: GoldenHost): Slice {
  const services = { comfyui: { enable: true } }
  const facts = { gpu, modules: [], name, services }
  const slice = sliceOf({ builders: {}, caches: [] }, inventoryHost(facts))
  const modules = [{ attributes: ["machine"], input: "own" }]
  return { ...slice, modules }
}
