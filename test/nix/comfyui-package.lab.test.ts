import { expect } from "vitest"
import { test } from "../lab/test.ts"
import { asked } from "../nodes/wheel-places.ts"
import { evaluator } from "../standins/nixpkgs/on-host.ts"

/** `packages` and `pkgs` of a platform. */
function packages(system = "x86_64-linux"): string {
  return `
    let
      pkgs = import nixpkgs { config = { }; system = "${system}"; };
      packages = import (sdops + "/packages") { inherit pkgs; };
    in `
}

test("a nixpkgs without ComfyUI gets the locked one with its wheels", async ({
  host,
}) => {
  const evaluate = await evaluator(host)
  const result = await evaluate(`${packages()}
    let
      own = pkgs.callPackage (sdops + "/packages/comfyui.nix") {
        comfyui = null;
        fetchFromGitHub = asked: "\${asked.owner}/\${asked.repo} \${asked.rev}";
        python = pkgs.python3;
      };
      isWheel = package: lib.hasInfix "comfy" package.name;
    in {
      inherit (own) name src;
      wheels = map (package: package.name)
        (builtins.filter isWheel own.environment.packages);
    }`)
  expect(result).toMatchObject({
    ok: true,
    value: { name: "comfyui-0.25.0", src: "Comfy-Org/ComfyUI v0.25.0" },
  })
  const { value } = result as unknown as { value: { wheels: string[] } }
  expect(value.wheels).toHaveLength(10)
  expect(value.wheels).toContain("python3.13-comfyui_frontend_package-1.45.15")
})

/** The locked ComfyUI's wheels and more, evaluated for a platform. */
function locked(system: string, asked: string): string {
  return `${packages(system)}
    let
      own = pkgs.callPackage (sdops + "/packages/comfyui.nix") {
        comfyui = null;
        fetchFromGitHub = _: "source";
        python = pkgs.python3;
      };
      of = own.environment.packages;
      named = name: builtins.filter (one: lib.hasInfix name one.name) of;
      wheel = name: (builtins.head (named name)).dependencies;
    in ${asked}`
}

test.for([
  ["x86_64-linux", "cp312-abi3-manylinux_2_24_x86_64", "manylinux_2_17_x86_64"],
  ["aarch64-linux", "manylinux_2_28_aarch64", "manylinux_2_17_aarch64"],
] as const)(
  "on %s it has the libraries of its wheels",
  async (given, { host }) => {
    const [system, kitchen, aimdo] = given
    const evaluate = await evaluator(host)
    const asked = `map (one: one.name)
    (wheel "comfy_kitchen" ++ wheel "comfy_aimdo")`
    expect(await evaluate(locked(system, asked))).toEqual({
      ok: true,
      value: [expect.stringContaining(kitchen), expect.stringContaining(aimdo)],
    })
  },
)

test("without kornia-rs, which aarch64 hasn't, kornia is there", async ({
  host,
}) => {
  const evaluate = await evaluator(host)
  const asked = `map (one: one.name)
    (builtins.head (named "kornia")).dependencies`
  expect(await evaluate(locked("aarch64-linux", asked))).toEqual({
    ok: true,
    value: ["python3.13-kornia-rs-absent"],
  })
  expect(await evaluate(locked("x86_64-linux", asked))).toEqual({
    ok: true,
    value: ["python3.13-kornia-rs-0.1.10"],
  })
})

test("a wheel that a platform hasn't is left out", async ({ host }) => {
  const evaluate = await evaluator(host)
  const result = await evaluate(locked("riscv64-linux", "map (x: x.name) of"))
  const { value } = result as unknown as { value: string[] }
  expect(value.filter((name) => name.includes("comfy_"))).toEqual([])
  expect(value).toContain("python3.13-glfw-2.10.0")
})

test("torchaudio is left out where ComfyUI doesn't ask for it", async ({
  host,
}) => {
  const evaluate = await evaluator(host)
  const result = await evaluate(`${packages()}
    map (version: builtins.any (one: lib.hasInfix "torchaudio" one.name)
      (pkgs.callPackage (sdops + "/packages/comfyui.nix") {
        comfyui = { src = "source"; inherit version; };
        python = pkgs.python3;
      }).environment.packages) [ "0.34.1" "0.38.1" ]`)
  expect(result).toEqual({ ok: true, value: [true, false] })
})

test("a Python package that is missing is named", async ({ host }) => {
  const evaluate = await evaluator(host)
  const result = await evaluate(`${packages()}
    (pkgs.callPackage (sdops + "/packages/comfyui.nix") {
      python.withPackages = choose: choose (removeAttrs pkgs.python3.pkgs [
        "torchsde"
      ]);
    }).environment`)
  const said = expect.stringContaining("ComfyUI needs the Python package torch")
  expect(result).toMatchObject({ error: said })
})

test("a lock whose wheel lies elsewhere isn't taken", async ({ host }) => {
  const evaluate = await evaluator(host)
  const locks = asked.map(([url, , requirement = "gguf"]) => ({
    format: 1,
    "host-packages": {},
    nodes: [{ name: "painter", requirements: [requirement] }],
    platform: "x",
    python: "3",
    "wheel-hosts": ["[::1]", "files.pythonhosted.org"],
    wheels: [{ name: "gguf", url }],
  }))
  const input = JSON.stringify(JSON.stringify(locks)).replaceAll("$", "\\$")
  const result = await evaluate(`map (lock:
    import (sdops + "/nodes/stale.nix") { inherit lib; } {
      inherit lock;
      facts = { nodes = [ ]; packages = { }; platform = "x"; python = "3"; };
    }) (builtins.fromJSON ${input})`)
  expect(result).toEqual({
    ok: true,
    value: asked.map(([url, taken]) =>
      taken ? [] : [`gguf lies at ${url}, which its index doesn't name`],
    ),
  })
})

test("where an older lock's wheels may lie is known of two indexes", async ({
  host,
}) => {
  const evaluate = await evaluator(host)
  const hosts = ["files.pythonhosted.org", "download.pytorch.org", "evil.lan"]
  const urls = hosts.map(
    (name) => `{
    name = "${name}";
    url = "https://${name}/a.whl";
  }`,
  )
  const result = await evaluate(`builtins.length (
    import (sdops + "/nodes/elsewhere.nix") { inherit lib; } {
      nodes = [ ];
      wheels = [ ${urls.join(" ")} ];
    })`)
  expect(result).toEqual({ ok: true, value: 1 })
})
