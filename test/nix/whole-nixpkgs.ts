import { z } from "zod"
import { sliceText } from "../../src/flake/slice.ts"
import { type Derivation, parseDerivations } from "../../src/nix/derivation.ts"
import type { LabHost } from "../lab/host.ts"
import { instantiate } from "../standins/nixpkgs/on-host.ts"
import { type GoldenHost, goldenSlice } from "./golden-hosts.ts"

const evaluated = z.object({
  isCached: z.boolean(),
  known: z.array(z.string()),
  python: z.string(),
  system: z.string(),
  units: z.record(z.string(), z.string()),
  warnings: z.array(z.string()),
})

export type Golden = z.infer<typeof evaluated> & {
  /** What sdops adds to the host, beside what nixpkgs itself has. */
  readonly added: readonly Derivation[]
}

/**
 * Evaluates a golden host with all of nixpkgs and finds what would be built
 * for it: whatever isn't in the graph of the same machine without sdops, nor of
 * nixpkgs' own packages that it takes. Errors: those of Nix.
 */
export async function goldenHost(
  host: LabHost,
  name: string,
  golden: GoldenHost,
): Promise<Golden> {
  const folder = `/tmp/golden-${name}`
  const input = sliceText(goldenSlice(name, golden))
  await host.exec(`mkdir -p ${folder}; cat > ${folder}/${name}.json`, { input })
  const found = evaluated.parse(
    await instantiate(host, expression(name, folder, golden)),
  )
  const shown = await host.exec(addedBy(found), { deadline: 240 })
  if (shown.exit !== 0) throw new Error(shown.stderr)
  return { ...found, added: parseDerivations(shown.stdout) }
}

/** JSON of the derivations of a system that nothing known needs. */
function addedBy({ known, system }: z.infer<typeof evaluated>): string {
  return `
    set -eu
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    graph() { nix-store -qR "$@" | sed -n '/[.]drv$/p' | LC_ALL=C sort -u; }
    graph ${system} > "$folder/all"
    graph ${known.map((drv) => drv.replace(/!.*/, "")).join(" ")} \\
      > "$folder/known"
    LC_ALL=C comm -23 "$folder/all" "$folder/known" |
      xargs nix --extra-experimental-features nix-command derivation show
  `
}

function expression(name: string, folder: string, host: GoldenHost): string {
  const { machine = "{ }", ours = "{ }", platform = "x86_64-linux" } = host
  return `
    let
      machine = {
        imports = [ ${machine} ];
        boot.loader.systemd-boot.enable = true;
        fileSystems."/" = { device = "/dev/sda1"; fsType = "ext4"; };
        nixpkgs.hostPlatform = "${platform}";
        system.stateVersion = lib.trivial.release;
      };
      inherit ((import (sdops + "/outputs.nix") {
        inputs = {
          nixpkgs = whole;
          own.machine.imports = [ machine ${ours} ];
        };
        inventory = ${folder};
        modules = /nowhere;
      }).nixosConfigurations.${name}) config;
      inherit (config.services.comfyui) package;
      # The same machine with the same driver, and nothing of sdops.
      before = lib.nixosSystem {
        modules = [
          machine
          {
            hardware.graphics.enable = config.hardware.graphics.enable;
            networking.hostName = "${name}";
            nixpkgs.config = config.nixpkgs.config;
            services.xserver = {
              inherit (config.services.xserver) videoDrivers;
            };
          }
        ] ++ lib.optional (config.sdops.gpu.vendor == "nvidia") {
          hardware.nvidia = {
            inherit (config.hardware.nvidia) nvidiaPersistenced open package;
          };
        };
      };
      # As the caches have it.
      reference = import whole.outPath {
        config = { allowUnfree = true; } // lib.optionalAttrs
          (config.nixpkgs.config.cudaSupport or false) { cudaSupport = true; };
        overlays = [ ];
        system = "${platform}";
      };
      python = "python" +
        lib.replaceStrings [ "." ] [ "" ] package.python.pythonVersion;
      own = reference.\${python}.pkgs;
      # Without what isn't for the platform.
      there = lib.concatMap (one:
        let path = builtins.tryEval one.drvPath; in
        lib.optional path.success path.value);
      needed = builtins.filter (one: one != null) (
        map (one: own.\${one.pname or ""} or null)
          (package.pythonPackages package.python.pkgs)
      );
    in {
      inherit python;
      inherit (config) warnings;
      isCached = reference."\${python}Packages".recurseForDerivations or false;
      known = there (needed ++ [
        before.config.system.build.toplevel
        reference.\${python}
        reference.curl
        reference.jq
        reference.nftables
        reference.patchelf
        reference.unzip
      ]);
      system = config.system.build.toplevel.drvPath;
      units = lib.mapAttrs (_: unit: unit.text) (
        lib.filterAttrs
          (unit: _: builtins.match "(comfyui|sdops).*" unit != null)
          config.systemd.units
      );
    }`
}
