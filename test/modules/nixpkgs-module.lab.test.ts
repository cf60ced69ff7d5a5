import { expect } from "vitest"
import { test } from "../lab/test.ts"
import { isMissing, libraries } from "../standins/nixpkgs/libraries.ts"
import { evaluator } from "../standins/nixpkgs/on-host.ts"
import { machine, wordsOf } from "./machine.ts"

/**
 * In nixpkgs' place: a module there that declares the same options, with its
 * types (nixos/modules/services/misc/comfyui.nix of 26.11).
 */
const nixpkgsOwn = `({ modulesPath, ... }: { imports = [ {
  key = "\${modulesPath}/services/misc/comfyui.nix";
  _file = "\${modulesPath}/services/misc/comfyui.nix";
  options.services.comfyui = {
    dataDir = lib.mkOption { type = lib.types.path; };
    enable = lib.mkEnableOption "ComfyUI";
    models = lib.mkOption { type = lib.types.listOf lib.types.raw; };
  };
} ]; })`

/** As one writes it for nixpkgs' module. */
const written = `{ services.comfyui = {
  dataDir = "/srv/comfyui";
  enable = true;
  extraArgs = [ "--preview-method=auto" ];
  listen = [ "127.0.0.1" "::1" ];
  models = [ {
    hash = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    installPaths = [ "upscale_models" "loras" ];
    name = "RealESRGAN_x4plus.v2.pth";
    url = "https://example.org/x.pth";
  } {
    hash = "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=";
    installPaths = "loras";
    name = "b.safetensors";
    url = "https://example.org/b";
  } ];
  port = 1234;
}; }`

const asked = `let inherit (host) services systemd; in {
  inherit (services.comfyui) data-dir;
  binds = systemd.services.comfyui.serviceConfig.BindPaths;
  line = systemd.services.comfyui.serviceConfig.ExecStart;
  made = builtins.attrNames (systemd.tmpfiles.settings."10-comfyui");
  models = builtins.mapAttrs (_: builtins.mapAttrs (_: m: m.format))
    services.comfyui.models;
}`

for (const library of libraries)
  for (const [where, module] of [
    ["with nixpkgs' own module", nixpkgsOwn],
    ["without it", "{ }"],
  ] as const)
    test.skipIf(isMissing(library))(
      `what is written for it does the same ${where}, in ${library}`,
      async ({ host }) => {
        const evaluate = await evaluator(host, library)
        const result = await evaluate(
          `let host = system [ ${machine} ${module} ${written} ]; in ${asked}`,
        )
        if (!result.ok) throw new Error(result.error)
        const { line, ...rest } = result.value as { readonly line: string }
        expect(rest).toMatchObject({
          binds: ["/srv/comfyui"],
          "data-dir": "/srv/comfyui",
          models: {
            loras: { "RealESRGAN_x4plus.v2": "pth", b: "safetensors" },
            upscale_models: { "RealESRGAN_x4plus.v2": "pth" },
          },
        })
        expect(rest).toMatchObject({
          made: expect.arrayContaining([
            "/srv/comfyui",
            "/srv/comfyui/custom_nodes",
          ]),
        })
        expect(wordsOf(line).slice(1)).toEqual([
          "--listen",
          "127.0.0.1,::1",
          "--port",
          "1234",
          "--base-directory=/srv/comfyui",
          "--cpu",
          "--preview-method=auto",
        ])
      },
    )

test.for([
  ["without an extension", 'name = "x";', "the name x has no extension"],
  ["with a strange word", 'name = "x.pt"; sha = 1;', "has sha, which is"],
  ["without a name", "", "lacks name"],
] as const)(
  "a model of the list %s is refused",
  async ([, model, said], { host }) => {
    const evaluate = await evaluator(host)
    const result = await evaluate(`(system [ ${machine} {
    services.comfyui = {
      enable = true;
      models = [ { hash = ""; installPaths = "x"; url = ""; ${model} } ];
    };
  } ]).services.comfyui.models`)
    expect(result).toMatchObject({ error: expect.stringContaining(said) })
    expect(result).toMatchObject({
      error: expect.stringContaining("services.comfyui.models"),
    })
  },
)

test.for([
  ["listen = [ ];", "services.comfyui.listen"],
  ['options.tls-keyfile = "/k";', "options.tls-certfile"],
  ["options.offline = true;", "has no argument --offline"],
  ["options.async-offload = 2;", "--async-offload of version 0.3.64 takes"],
  ['options.cache = "cache-lru";', "cache-lru needs a value"],
  [
    'options.models-directory = "/m"; models.vae.x = { format = "pt"; };',
    "options.models-directory",
  ],
] as const)("%s is refused by name", async ([words, said], { host }) => {
  const evaluate = await evaluator(host)
  const result = await evaluate(`map (a: a.message) (builtins.filter
    (a: !a.assertion) (system [ ${machine} {
      services.comfyui = { enable = true; ${words} };
    } ]).assertions)`)
  expect(result).toMatchObject({
    value: expect.arrayContaining([expect.stringContaining(said)]),
  })
})
