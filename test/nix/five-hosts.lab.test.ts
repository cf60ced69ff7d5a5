import { expect } from "vitest"
import { sliceText } from "../../src/flake/slice.ts"
import type { LabHost } from "../lab/host.ts"
import { test } from "../lab/test.ts"
import { isWhole } from "../standins/nixpkgs/libraries.ts"
import { evaluator, instantiate } from "../standins/nixpkgs/on-host.ts"
import { fiveHosts, type GoldenHost, goldenSlice } from "./golden-hosts.ts"
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
  for (const [name, one] of Object.entries(fiveHosts))
    await place(host, name, one)
  expect(await evaluate(systems("nixpkgs", "/tmp/five"))).toEqual(committed)
})

test.skipIf(!isWhole()).for(Object.entries(fiveHosts))(
  "%s evaluates to the same with all of nixpkgs, but for versions",
  { timeout: 600_000 },
  async ([name, one], { host }) => {
    const folder = await place(host, name, one, `/tmp/whole-${name}`)
    const found = await instantiate(host, systems("whole", folder))
    const { [name]: expected } = committed.value as Record<string, object>
    expect(withoutVersions(found as Record<string, object>)).toEqual(
      withoutVersions({ [name]: expected ?? {} }),
    )
  },
)

/** Writes a host's slice; gives the folder. */
async function place(
  host: LabHost,
  name: string,
  golden: GoldenHost,
  folder = "/tmp/five",
): Promise<string> {
  const input = sliceText(goldenSlice(name, golden))
  const script = `mkdir -p ${folder}; cat > ${folder}/${name}.json`
  await host.exec(script, { input })
  return folder
}

/** The summaries of the hosts whose slices are there, by name. */
function systems(nixpkgs: "nixpkgs" | "whole", folder: string): string {
  return `builtins.mapAttrs (_: ${summary})
    (import (sdops + "/outputs.nix") {
      inputs = {
        nixpkgs = ${nixpkgs};
        own.machine = {
          boot.loader.systemd-boot.enable = true;
          fileSystems."/" = { device = "/dev/sda1"; fsType = "ext4"; };
          nixpkgs.hostPlatform = "x86_64-linux";
        };
      };
      inventory = ${folder};
      modules = /nowhere;
    }).nixosConfigurations`
}

/** What a newer nixpkgs has anew: ComfyUI and its own torch. */
function withoutVersions(hosts: Readonly<Record<string, object>>) {
  const text = JSON.stringify(hosts)
  return JSON.parse(text.replaceAll(/((?:comfyui|torch)-)[\d.]+(?=")/g, "$1"))
}
