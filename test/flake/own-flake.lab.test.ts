import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect } from "vitest"
import { nar } from "../../src/flake/nar.ts"
import { root } from "../cli/sdops.ts"
import { test as labTest } from "../lab/test.ts"
import { isWhole } from "../standins/nixpkgs/libraries.ts"
import { evaluate, restore } from "./restore.ts"

const nixpkgs = process.env["SDOPS_NIXPKGS"] ?? ""
const test = labTest.skipIf(!isWhole())

test("nix run by our own flake, with all of nixpkgs", async ({
  launchHost,
}) => {
  const host = await launchHost({ mounts: [{ from: nixpkgs, to: "/nixpkgs" }] })
  const paths = ["flake.nix", "nix/dev-shell.nix", "nix/platforms.nix"]
  const files = paths.map(async (path) => {
    const content = await readFile(join(root, path))
    return [path, { content, executable: false }] as const
  })
  const folder = await restore(host, nar(new Map(await Promise.all(files))))

  // Without the forge that the flake's input names.
  const outputs = `let
    lib = import /nixpkgs/lib;
    ours = (import ${folder}/flake.nix).outputs {
      self.outPath = ${folder};
      nixpkgs = {
        inherit lib;
        legacyPackages = lib.genAttrs
          (import ${folder}/nix/platforms.nix).control
          (system: import /nixpkgs { inherit system; });
      };
    };
  in lib.mapAttrs (system: apps: {
    program = apps.default.program;
    shell = ours.devShells.\${system}.default.drvPath;
  }) ours.apps`
  const found = await evaluate(host, ["--impure", "--expr", outputs])

  const program = expect.stringMatching(/^\/nix\/store\/.*-sdops\/bin\/sdops$/u)
  const shell = expect.stringMatching(/^\/nix\/store\/.*\.drv$/u)
  expect(found).toMatchObject({
    "aarch64-darwin": { program, shell },
    "x86_64-linux": { program, shell },
  })
}, 600_000)
