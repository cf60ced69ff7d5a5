import { expect } from "vitest"
import type { LabHost } from "../lab/host.ts"
import { test } from "../lab/test.ts"
import { flakeOn, machine } from "./flake-on.ts"
import { evaluate, nixpkgsOf } from "./restore.ts"

/** Writes a flake of the user's own; its folder. */
async function write(host: LabHost, text: string): Promise<string> {
  const script = `folder="$(mktemp -d)"; cat >"$folder/flake.nix"
    printf %s "$folder"`
  return (await host.exec(script, { input: text })).stdout
}

function asked(host: LabHost, flake: string, attribute: string) {
  const place = `path:${flake}#nixosConfigurations.${attribute}`
  return evaluate(host, ["--no-write-lock-file", place])
}

/** A flake that brings modules, as people keep them beside their dotfiles. */
const dotfiles = (inputs: string, module: string) => `{
  ${inputs}
  outputs = { ... }@inputs: { nixosModules.base = ${module}; };
}
`

test("a module of the user's flake is part of the host", async ({ host }) => {
  const module = `{ environment.etc."motd".text = "of dotfiles"; }`
  const own = await write(host, dotfiles("", module))
  const flake = await flakeOn(host, {
    inputs: { dotfiles: `path:${own}` },
    modules: ["dotfiles#nixosModules.base"],
  })
  const motd = await asked(host, flake, "h.config.environment.etc.motd.text")
  expect(motd).toBe("of dotfiles")
})

test("the user's flake may bring sdops' modules a second time", async ({
  host,
}) => {
  const copy = await flakeOn(host)
  const module = `{
    imports = [ inputs.sdops.nixosModules.default ];
    services.comfyui.port = 8199;
  }`
  const inputs = `inputs.sdops.url = "path:${copy}/nix";
    inputs.sdops.inputs.nixpkgs.follows = "nixpkgs";
    inputs.nixpkgs.url = "${await nixpkgsOf(host)}";`
  const own = await write(host, dotfiles(inputs, module))
  const flake = await flakeOn(host, {
    inputs: { dotfiles: `path:${own}` },
    modules: ["dotfiles#nixosModules.base"],
  })
  const port = await asked(host, flake, "h.config.services.comfyui.port")
  expect(port).toBe(8199)
  const panic = "h.config.boot.kernelParams"
  const parameters = (await asked(host, flake, panic)) as string[]
  expect(parameters.filter((word) => word === "panic=30")).toHaveLength(1)
})

test("a flake of the user's own takes the modules, packages and lib", async ({
  host,
}) => {
  const fleet = await flakeOn(host)
  const own = await write(
    host,
    `{
  inputs.nixpkgs.url = "${await nixpkgsOf(host)}";
  inputs.sdops.inputs.nixpkgs.follows = "nixpkgs";
  inputs.sdops.url = "path:${fleet}/nix";
  outputs = { nixpkgs, sdops, ... }: {
    nixosConfigurations.mine = nixpkgs.lib.nixosSystem {
      modules = [
        sdops.nixosModules.default
        (${machine})
        {
          environment.systemPackages = [
            sdops.packages.x86_64-linux.sdops-host-tools
          ];
          networking.hostName = sdops.lib.storeName "mine";
          services.comfyui.enable = true;
          sdops.gpu.compute-capability = "6.1";
          sdops.gpu.vendor = "nvidia";
          services.comfyui.options.lowvram = true;
        }
      ];
    };
  };
}
`,
  )
  const mine = "mine.config.systemd.services.comfyui.serviceConfig.ExecStart"
  expect(String(await asked(host, own, mine))).toContain("--lowvram")
  expect(await asked(host, own, "mine.config.sdops.host.name")).toBe("mine")
  const system = "mine.config.system.build.toplevel.drvPath"
  expect(await asked(host, own, system)).toMatch(/nixos-system-mine-/)
})

test("the generated flake is an input like any other", async ({ host }) => {
  const fleet = await flakeOn(host)
  const own = await write(
    host,
    `{
  inputs.fleet.url = "path:${fleet}";
  outputs = { fleet, ... }: {
    nixosConfigurations.h = fleet.nixosConfigurations.h.extendModules {
      modules = [ { networking.hostName = "renamed"; } ];
    };
  };
}
`,
  )
  const name = await asked(host, own, "h.config.networking.hostName")
  expect(name).toBe("renamed")
})
