import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect } from "vitest"
import { test } from "../../lab/test.ts"
import { evaluator, lastError } from "./on-host.ts"

const fixtures = join(import.meta.dirname, "..", "..", "fixtures", "nix")

/** The options that the recordings of the real module system were made with. */
const declared = `{
  options = {
    networking.hostName = lib.mkOption {
      type = lib.types.str;
      default = "nixos";
    };
    services.comfyui = {
      enable = lib.mkEnableOption "ComfyUI";
      mode = lib.mkOption {
        type = lib.types.enum [ "low" "high" ];
        default = "low";
      };
      port = lib.mkOption { type = lib.types.port; default = 8188; };
    };
  };
}`

const cases = {
  "mod-conflict": `{ networking = lib.mkMerge [
    { hostName = "a"; } { hostName = "b"; }
  ]; }`,
  "mod-enum": `{ services.comfyui.mode = "ultra"; }`,
  "mod-port-range": "{ services.comfyui.port = 99999; }",
  "mod-unknown-option": "{ services.comfyui.prot = 1; }",
  "mod-wrong-type": `{ services.comfyui.port = "8188"; }`,
}

test.for(Object.entries(cases))(
  "%s is said in the words of the recording",
  async ([name, module], { host }) => {
    const evaluate = await evaluator(host)
    const result = await evaluate(`
      let
        evaluated = lib.evalModules { modules = [
          ${declared}
          { _file = "hosts/lithium.nix"; imports = [ ${module} ]; }
        ]; };
      in {
        inherit (evaluated.config.services.comfyui) port mode enable;
        inherit (evaluated.config.networking) hostName;
      }`)
    const file = join(fixtures, `${name}.2.26.3.stderr`)
    const recorded = lastError(await readFile(file, "utf8"))
    expect(result).toEqual({ error: recorded, ok: false })
  },
)

test("a value that is missing is said as recorded", async ({ host }) => {
  const evaluate = await evaluator(host)
  const result = await evaluate(`(lib.evalModules { modules = [
    { options.services.comfyui.dataDir =
        lib.mkOption { type = lib.types.path; }; }
  ]; }).config.services.comfyui.dataDir`)
  const file = join(fixtures, "mod-missing-def.2.26.3.stderr")
  const recorded = lastError(await readFile(file, "utf8"))
  expect(result).toEqual({ error: recorded, ok: false })
})

test("a failed assertion is said as recorded", async ({ host }) => {
  const evaluate = await evaluator(host)
  const result = await evaluate(`
    (system [ { boot.loader.grub.device = "/dev/sda"; } ])
      .system.build.toplevel.outPath`)
  const file = join(fixtures, "real-assertion.2.26.3.stderr")
  const recorded = lastError(await readFile(file, "utf8"))
  expect(result).toEqual({ error: recorded, ok: false })
})

test.for([
  ["a misspelt option", "{ services.opensh.enable = true; }", "does not exist"],
  ["a wrong type", `{ networking.hostName = 7; }`, "is not of type"],
  [
    "two values",
    '{ imports = [ { time.timeZone = "A"; } { time.timeZone = "B"; } ]; }',
    "conflicting",
  ],
  [
    "a condition that is none",
    'lib.mkIf 1 { time.timeZone = "A"; }',
    "non-Boolean",
  ],
  [
    "an argument nobody gives",
    "{ nothing, ... }: { time.timeZone = nothing; }",
    "attribute 'nothing' missing",
  ],
] as const)(
  "%s in a host's module is refused",
  async ([, module, said], { host }) => {
    const evaluate = await evaluator(host)
    const result = await evaluate(`
    let config = system [ (${module}) ];
    in [ config.time.timeZone config.networking.hostName ]`)
    expect(result).toMatchObject({ error: expect.stringContaining(said) })
  },
)
