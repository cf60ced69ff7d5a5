import { expect } from "vitest"
import { sliceText } from "../../src/flake/slice.ts"
import { test } from "../lab/test.ts"
import { evaluator } from "../standins/nixpkgs/on-host.ts"
import { fiveHosts, goldenSlice } from "./golden-hosts.ts"
import committed from "./five-hosts.json" with { type: "json" }

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
  const slices = Object.entries(fiveHosts).map(
    ([name, one]) => [name, sliceText(goldenSlice(name, one))] as const,
  )
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
