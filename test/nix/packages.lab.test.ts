import { expect } from "vitest"
import table from "../../nix/data/heavy-packages.json" with { type: "json" }
import { heavyBuilds } from "../../src/nix/heavy-builds.ts"
import { test } from "../lab/test.ts"
import { builder, evaluator } from "../standins/nixpkgs/on-host.ts"
import { hostWith } from "./host-with.ts"

/** `packages` for a nixpkgs.config, and `pkgs`. */
function packages(config = "{ }"): string {
  return `
    let
      pkgs = import nixpkgs { config = ${config}; system = "x86_64-linux"; };
      packages = import (sdops + "/packages") { inherit pkgs; };
    in `
}

test("the wheels of a GTX 1060 lie in one folder of packages", async ({
  host,
}) => {
  const build = await builder(host)
  const torch = await build(
    `${packages()} packages.comfyui-cuda12-6.python.pkgs.torch`,
  )
  const listed = await host.exec(`ls ${torch}/lib/python3.13/site-packages`)
  const names = listed.stdout.trim().split("\n")
  expect(names).toHaveLength(17)
  expect(listed.stdout).toMatch(/torch-2\.7\.1-cp313-cp313-manylinux/)
  expect(listed.stdout).toMatch(/nvidia_cudnn_cu12-9\.5\.1\.17/)
})

test("nothing of it is compiled", async ({ host }) => {
  const build = await builder(host)
  const built = await build(`${packages()} packages.comfyui-cuda12-6`)
  const all = await host.exec(
    `nix-store -qR "$(nix-store -q --deriver ${built})"`,
  )
  expect(all.stdout).toMatch(/torch-wheels-2\.7\.1-cuda12-6\.drv/)
  const drvs = all.stdout.split("\n").filter((path) => path.endsWith(".drv"))
  expect(heavyBuilds(drvs, table.packages)).toEqual([])
})

test("a wheel without a hash is refused by name", async ({ host }) => {
  const evaluate = await evaluator(host)
  const result = await evaluate(`import (sdops + "/packages/fetch-wheel.nix")
    { fetchPypi = x: x; fetchurl = x: x; system = "x86_64-linux"; }
    "cuda12-6" "torch" { version = "2.14.0"; url = "https://x/torch.whl"; }`)
  const said = expect.stringContaining("cuda12-6.torch 2.14.0 has no hash")
  expect(result).toMatchObject({ error: said })
})

test.for([
  ["comfyui-cuda", "cudaSupport"],
  ["comfyui-rocm", "rocmSupport"],
] as const)("%s without %s says what it needs", async (given, { host }) => {
  const [name, needed] = given
  const evaluate = await evaluator(host)
  const result = await evaluate(`${packages()} packages.${name}.drvPath`)
  expect(result).toMatchObject({ error: expect.stringContaining(needed) })
})

test.for([
  ["a K80", '"3.7"', "no torch has kernels for 3.7"],
  [
    "a driver whose licence isn't accepted",
    '"3.7"',
    "accept it in a module of the host: nixpkgs.config.nvidia.acceptLicense",
    "services.comfyui.package = pkgs.comfyui;",
  ],
  ["a GPU that isn't known", '"6.7"', "no known GPU generation has 6.7"],
  [
    "an RTX 5090 with wheels",
    '"12.0"; torch = "wheel"',
    "sdops.gpu.torch: the wheels for CUDA 12.6 have no kernels for 12.0",
  ],
  [
    "a GTX 1060 with nixpkgs' torch",
    '"6.1"; torch = "nixpkgs"',
    "sdops.gpu.torch: nixpkgs' torch can't be built for GPUs such as the",
    `nixpkgs.overlays = [ (_: previous: {
      cudaPackages = previous.cudaPackages // {
        cudnn = previous.cudaPackages.cudnn // { version = "9.12.0"; };
      };
    }) ];`,
  ],
  [
    "a GTX 1060 with a driver that has left it",
    '"6.1"',
    "hardware.nvidia.package: 595.45.04 no longer supports GPUs such as the",
    "hardware.nvidia.package = config.boot.kernelPackages.nvidiaPackages.beta;",
  ],
  [
    "a GTX 1060 with the open module",
    '"6.1"',
    "have only the closed kernel module",
    "hardware.nvidia.open = true;",
  ],
  [
    "an RTX 5090 with the closed module",
    '"12.0"',
    "have only the open kernel module",
    "hardware.nvidia.open = false;",
  ],
  [
    "a GPU of no known capability",
    "null",
    "sdops.gpu.compute-capability: set it to the output of nvidia-smi",
  ],
] as const)("%s is refused by option", async (given, { host }) => {
  const [, gpu, said, more = ""] = given
  const evaluate = await evaluator(host)
  const result = await evaluate(
    hostWith(
      `{ vendor = "nvidia"; compute-capability = ${gpu}; }`,
      "config.system.build.toplevel.drvPath",
      more,
    ),
  )
  expect(result).toMatchObject({ error: expect.stringContaining(said) })
})

const nvidia = (capability: string) =>
  `{ vendor = "nvidia"; compute-capability = ${capability}; }`

test.for([
  [
    "another branch",
    '"8.9"',
    'hardware.nvidia.branch = "new_feature";',
    { open: true, version: "610.43.03" },
  ],
  [
    "another module, by mkDefault as in nixos-hardware",
    '"8.9"',
    "hardware.nvidia.open = lib.mkDefault false;",
    { open: false, version: "595.84" },
  ],
  [
    "the module of a GPU of no known capability",
    "null",
    "hardware.nvidia.open = true;",
    { open: true, version: "595.84" },
  ],
  [
    "a board with NVSwitch",
    '"9.0"',
    "hardware.nvidia.datacenter.enable = true;",
    { open: true, version: "580.126.09" },
  ],
] as const)("a host's own configuration wins: %s", async (given, { host }) => {
  const [, capability, more, expected] = given
  const evaluate = await evaluator(host)
  const asked = `builtins.seq config.system.build.toplevel.drvPath {
    inherit (config.hardware.nvidia) open;
    inherit (config.hardware.nvidia.package) version;
  }`
  const result = await evaluate(hostWith(nvidia(capability), asked, more))
  expect(result).toEqual({ ok: true, value: expected })
})

test("nixpkgs' torch is made for a GPU that it leaves out", async ({
  host,
}) => {
  const evaluate = await evaluator(host)
  const asked =
    "{ inherit (config.nixpkgs.config) cudaSupport; " +
    "capabilities = config.nixpkgs.config.cudaCapabilities or null; " +
    "failed = builtins.filter (one: !one.assertion) config.assertions; }"
  const gpu = (capability: string) =>
    `{ vendor = "nvidia"; compute-capability = "${capability}";
      torch = "nixpkgs"; }`
  const value = { capabilities: ["6.1"], cudaSupport: true, failed: [] }
  expect(await evaluate(hostWith(gpu("6.1"), asked))).toEqual({
    ok: true,
    value,
  })
  expect(await evaluate(hostWith(gpu("8.9"), asked))).toEqual({
    ok: true,
    value: { ...value, capabilities: null },
  })
})

test.for([
  ["595.84", "legacy_580"],
  ["580.126.09", "production"],
  ["550.78", "production"],
] as const)(
  "with production %s, a GTX 1060 has its driver from %s",
  async ([production, branch], { host }) => {
    const evaluate = await evaluator(host)
    const result = await evaluate(`
      (import (sdops + "/lib") { inherit lib; }).driverBranchFor ({
        production.version = "${production}";
      } // lib.optionalAttrs (${String(branch === "legacy_580")}) {
        legacy_580.version = "580.173.02";
      }) { driver-branch = "legacy_580"; driver-last = "580"; }`)
    expect(result).toEqual({ ok: true, value: branch })
  },
)

test("a nixpkgs whose drivers have all left the GPU is refused", async ({
  host,
}) => {
  const evaluate = await evaluator(host)
  const result = await evaluate(`
    (import (sdops + "/lib") { inherit lib; }).driverBranchFor {
      production.version = "595.84";
    } { driver-branch = "legacy_580"; driver-last = "580"; }`)
  const said = expect.stringContaining("this nixpkgs has no legacy_580")
  expect(result).toMatchObject({ error: said })
})

test("a driver whose licence is accepted is taken", async ({ host }) => {
  const evaluate = await evaluator(host)
  const result = await evaluate(
    hostWith(
      nvidia('"3.7"'),
      "builtins.seq config.system.build.toplevel.drvPath " +
        "config.hardware.nvidia.package.version",
      `services.comfyui.package = pkgs.comfyui;
       nixpkgs.config.nvidia.acceptLicense = true;`,
    ),
  )
  expect(result).toEqual({ ok: true, value: "470.256.02" })
})

test("a host's own package wins", async ({ host }) => {
  const evaluate = await evaluator(host)
  const result = await evaluate(`(system [
    (sdops + "/modules/all.nix")
    ({ pkgs, ... }: {
      sdops.gpu = { vendor = "nvidia"; compute-capability = "3.7"; };
      services.comfyui = { enable = true; package = pkgs.comfyui; };
    })
  ]).services.comfyui.package.name`)
  expect(result).toEqual({ ok: true, value: "comfyui-0.3.64" })
})
