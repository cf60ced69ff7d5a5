import { expect } from "vitest"
import { sliceOf, sliceText } from "../../src/flake/slice.ts"
import type { Host } from "../../src/inventory/host.ts"
import { inventoryHost } from "../deploy/facts.ts"
import { test } from "../lab/test.ts"
import { evaluator } from "../standins/nixpkgs/on-host.ts"
import committed from "./five-hosts.json" with { type: "json" }

const gpus: Readonly<Record<string, Host["gpu"]>> = {
  amd: { model: "Radeon RX 7900 XTX", vendor: "amd" },
  cpu: { vendor: "none" },
  "gtx-1060": {
    "compute-capability": "6.1",
    model: "GeForce GTX 1060 6GB",
    vendor: "nvidia",
  },
  h200: { "compute-capability": "9.0", model: "H200", vendor: "nvidia" },
  "rtx-4090": {
    "compute-capability": "8.9",
    model: "GeForce RTX 4090",
    vendor: "nvidia",
  },
}

/** What follows from a host's GPU. */
const summary = `{ config, ... }: let
    inherit (config.services.comfyui) package;
    inherit (package) python;
    torch = python.pkgs.torch;
    nvidia = config.sdops.gpu.vendor == "nvidia";
    serves = config.systemd.services.comfyui.serviceConfig.ExecStart;
  in builtins.seq config.system.build.toplevel.drvPath {
    computesOnCpu = lib.hasInfix "--cpu" serves;
    driver = if !nvidia then null else {
      inherit (config.hardware.nvidia) nvidiaPersistenced open;
      inherit (config.hardware.nvidia.package) version;
    };
    kernelModules = builtins.filter (lib.hasPrefix "nvidia")
      config.boot.kernelModules;
    nixpkgs = config.nixpkgs.config;
    package = package.name;
    python = python.pythonVersion;
    toldDriver = config.sdops.host.driver.version;
    torch = config.sdops.gpu.torch-package;
    torchName = torch.name;
    inherit (config.services.xserver) videoDrivers;
    wheels = map (wheel: wheel.name) (torch.wheels or [ ]);
  }`

test("five hosts evaluate to what is committed", async ({ host }) => {
  const evaluate = await evaluator(host)
  const machine = { attributes: ["machine"], input: "own" }
  const slices = Object.entries(gpus).map(([name, gpu]) => {
    const services = { comfyui: { enable: true } }
    const facts = { gpu, modules: [], name, services }
    const slice = sliceOf({ builders: {}, caches: [] }, inventoryHost(facts))
    return [name, sliceText({ ...slice, modules: [machine] })] as const
  })
  await host.exec("rm -rf /tmp/five; mkdir /tmp/five")
  for (const [name, input] of slices)
    await host.exec(`cat > /tmp/five/${name}.json`, { input })
  const result = await evaluate(`builtins.mapAttrs (_: ${summary})
    (import (sdops + "/outputs.nix") {
      inputs = {
        inherit nixpkgs;
        own.machine = {
          boot.loader.systemd-boot.enable = true;
          fileSystems."/" = { device = "/dev/sda1"; fsType = "ext4"; };
          nixpkgs.hostPlatform = "x86_64-linux";
        };
      };
      inventory = /tmp/five;
      modules = /nowhere;
    }).nixosConfigurations`)
  expect(result).toEqual(committed)
})
