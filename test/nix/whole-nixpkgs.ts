import { z } from "zod"
import { evaluationFailure } from "../../src/deploy/plan/evaluation-failure.ts"
import { sliceText } from "../../src/flake/slice.ts"
import { type Derivation, parseDerivations } from "../../src/nix/derivation.ts"
import { nodeFacts } from "../../src/nodes/facts.ts"
import { type LockedWheel, nodeLockText } from "../../src/nodes/node-lock.ts"
import type { LabHost } from "../lab/host.ts"
import { instantiate } from "../standins/nixpkgs/on-host.ts"
import { type GoldenHost, goldenSlice } from "./golden-hosts.ts"
import { type Lacks, lacksOf, ofDriver } from "./lacks.ts"

const evaluated = z.object({
  isCached: z.boolean(),
  known: z.array(z.string()),
  system: z.string(),
  units: z.record(z.string(), z.string()),
  warnings: z.array(z.string()),
})

export type Golden = z.infer<typeof evaluated> & {
  /** What sdops adds to the host, beside what nixpkgs itself has. */
  readonly added: readonly Derivation[]
  readonly lacks: Lacks
}

/** A host to be evaluated: its part of the tree, by path, and its machine. */
export type Placed = {
  readonly files: ReadonlyMap<string, string>
  /** Nix code of a module; it knows `folder`, where the files are. */
  readonly machine: string
} & Omit<GoldenHost, "gpu" | "machine" | "services" | "wheels">

/**
 * Evaluates a host with all of nixpkgs and finds what would be built for it:
 * whatever isn't in the graph of the same machine without sdops, nor of
 * nixpkgs' own packages that it takes. Errors: those of Nix.
 */
export async function goldenHost(
  host: LabHost,
  name: string,
  placed: Placed,
): Promise<Golden> {
  await put(host, name, placed.files)
  const asked = `${systemOf(name, placed)} ${whatIsAdded(name, placed)}`
  const found = evaluated.parse(await instantiate(host, asked))
  const shown = await host.exec(addedBy(found), { deadline: 240 })
  if (shown.exit !== 0) throw new Error(shown.stderr)
  const all = parseDerivations(shown.stdout)
  const added = all.filter(({ name }) => !ofDriver.test(name))
  return { ...found, added, lacks: lacksOf(all) }
}

/** What a user is told of a host that doesn't evaluate: all but evidence. */
export async function refusal(
  host: LabHost,
  name: string,
  placed: Placed,
): Promise<string> {
  await put(host, name, placed.files)
  const asked = `${systemOf(name, placed)} config.system.build.toplevel.drvPath`
  try {
    return `is not refused: ${String(await instantiate(host, asked))}`
  } catch (error) {
    const stderr = error instanceof Error ? String(error.cause) : ""
    const { because, message } = evaluationFailure(stderr, name, {
      root: folderOf(name),
    })
    return [message, ...because].join("\n")
  }
}

/** A golden host's files, with the lock of its nodes, as it would be made. */
export async function placeGolden(
  host: LabHost,
  name: string,
  golden: GoldenHost,
): Promise<Placed> {
  const { gpu: _, machine = "{ }", services: __, wheels, ...rest } = golden
  const files = new Map([
    [`inventory/${name}.json`, sliceText(goldenSlice(name, golden))],
  ])
  const placed: Placed = {
    ...rest,
    files,
    machine: `{
      imports = [ ${machine} ];
      boot.loader.systemd-boot.enable = true;
      fileSystems."/" = { device = "/dev/sda1"; fsType = "ext4"; };
      nixpkgs.hostPlatform = "${golden.platform ?? "x86_64-linux"}";
      system.stateVersion = lib.trivial.release;
    }`,
  }
  if (wheels === undefined) return placed
  const lock = await lockOf(host, name, placed, wheels)
  const path = `modules/${name}/hosts/${name}/nodes.lock.json`
  return { ...placed, files: new Map([...files, [path, lock]]) }
}

/** What `sdops nodes lock` writes of these wheels. */
async function lockOf(
  host: LabHost,
  name: string,
  placed: Placed,
  wheels: readonly LockedWheel[],
): Promise<string> {
  await put(host, name, placed.files)
  const asked = `import (sdops + "/nodes/facts.nix") {
    inherit (system) config pkgs;
    inherit lib;
  }`
  const facts = nodeFacts.parse(
    await instantiate(host, `${systemOf(name, placed)} ${asked}`),
  )
  const { nodes, packages, platform, python } = facts
  const leansOn = ["numpy", "torch"].map((one) => [one, packages[one] ?? ""])
  return nodeLockText({
    format: 1,
    "host-packages": Object.fromEntries(leansOn),
    nodes: nodes.map((node) => ({ ...node, requirements: ["gguf"] })),
    platform,
    python,
    wheels: [...wheels],
  })
}

async function put(host: LabHost, name: string, files: Placed["files"]) {
  await host.exec(`rm -rf ${folderOf(name)}`)
  for (const [path, input] of files) {
    const file = `${folderOf(name)}/${path}`
    await host.exec(`mkdir -p "$(dirname ${file})"; cat > ${file}`, { input })
  }
}

function folderOf(name: string): string {
  return `/tmp/golden-${name}`
}

/** JSON of a system's derivations that nothing known needs, and its driver. */
function addedBy({ known, system }: z.infer<typeof evaluated>): string {
  return `
    set -eu
    folder=$(mktemp -d)
    trap 'rm -rf "$folder"' EXIT
    graph() { nix-store -qR "$@" | sed -n '/[.]drv$/p' | LC_ALL=C sort -u; }
    graph ${system} > "$folder/all"
    graph ${known.map((drv) => drv.replace(/!.*/, "")).join(" ")} \\
      > "$folder/known"
    {
      LC_ALL=C comm -23 "$folder/all" "$folder/known"
      grep -E '^/nix/store/[^-]*-${ofDriver.source.slice(1)}' "$folder/all" ||
        true
    } | LC_ALL=C sort -u |
      xargs nix --extra-experimental-features nix-command derivation show
  `
}

/** The beginning of an expression that knows the host as `system`. */
export function systemOf(name: string, { machine, ours = "{ }" }: Placed) {
  return `
    let
      folder = ${folderOf(name)};
      machine = ${machine};
      system = (import (sdops + "/outputs.nix") {
        inputs = {
          nixpkgs = whole;
          own.machine.imports = [ machine ${ours} ];
        };
        inventory = folder + "/inventory";
        modules = folder + "/modules";
      }).nixosConfigurations.${name};
      inherit (system) config;
    in`
}

function whatIsAdded(name: string, placed: Placed): string {
  const { platform = "x86_64-linux", takes = "[ ]" } = placed
  return `
    let
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
      support = lib.intersectAttrs {
        cudaSupport = true;
        rocmSupport = true;
      } config.nixpkgs.config;
      # As the caches have it.
      reference = import whole.outPath {
        config = { allowUnfree = true; } // support;
        overlays = [ ];
        system = "${platform}";
      };
      # Without what isn't for the platform.
      there = lib.concatMap (one:
        let path = builtins.tryEval one.drvPath; in
        lib.optional path.success path.value);
      # Of ComfyUI, where it serves.
      inherit (config.services) comfyui;
      inherit (comfyui.package.python) pkgs;
      python = "python" + lib.replaceStrings [ "." ] [ "" ]
        comfyui.package.python.pythonVersion;
      needed = builtins.filter (one: one != null) (
        map (one: reference.\${python}.pkgs.\${one.pname or ""} or null)
          (comfyui.package.pythonPackages pkgs)
      );
      names = builtins.attrNames config.services.sdops-app;
      isOurs = unit: builtins.match
          "(comfyui|nvidia-fabric|sdops|stable-diffusion).*" unit != null
        || builtins.elem (lib.removeSuffix ".service" unit) names;
    in {
      inherit (config) warnings;
      isCached = !comfyui.enable
        || reference."\${python}Packages".recurseForDerivations or false;
      known = there (
        lib.optionals comfyui.enable (needed ++ [ reference.\${python} ])
        ++ ${takes}
        ++ [
          before.config.system.build.toplevel
          reference.curl
          reference.jq
          reference.nftables
          reference.patchelf
          reference.unzip
        ]
      );
      system = config.system.build.toplevel.drvPath;
      units = lib.mapAttrs (_: unit: unit.text)
        (lib.filterAttrs (unit: _: isOurs unit) config.systemd.units);
    }`
}
