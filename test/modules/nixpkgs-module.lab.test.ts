import { expect } from "vitest"
import { test } from "../lab/test.ts"
import { isMissing, libraries } from "../standins/nixpkgs/libraries.ts"
import { evaluator } from "../standins/nixpkgs/on-host.ts"
import { forWebui, machine, wordsOf } from "./machine.ts"
import { notFree, refusals } from "./refusals.ts"

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
          "--database-url=sqlite:////srv/comfyui/user/comfyui.db",
          "--cpu",
          "--preview-method=auto",
        ])
      },
    )

test.for([
  ["without an extension", 'name = "x";', "the name x has no extension"],
  ["with a strange word", 'name = "x.pt"; sha = 1;', "has the unknown key sha"],
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

const messages = (service: string, words: string) =>
  `(map (a: a.message) (builtins.filter (a: !a.assertion) (system [
    ${machine} ${forWebui("rehearsal")}
    { services.${service} = { enable = true; ${words} }; }
  ]).assertions))`

test.for([...refusals, ...notFree])(
  "%s with %s is refused by name",
  async ([service, words, said], { host }) => {
    const evaluate = await evaluator(host)
    const result = await evaluate(messages(service, words))
    expect(result).toMatchObject({
      value: expect.arrayContaining([expect.stringContaining(said)]),
    })
  },
)

test("what nothing else says may stand in extra-options", async ({ host }) => {
  const evaluate = await evaluator(host)
  const free = [
    ["comfyui", 'extra-options = [ "--future-arg" "--x y" ];'],
    ["comfyui", 'extraArgs = [ "--preview-method=auto" "port" ];'],
    ["comfyui", 'options.cpu = false; extra-options = [ "--lowvram" ];'],
    ["stable-diffusion-webui", 'extra-options = [ "--api-auth a:b" ];'],
    ["stable-diffusion-webui", 'extra-options = [ "--xformers" "--x y" ];'],
  ] as const
  const lists = free.map(([service, words]) => messages(service, words))

  const result = await evaluate(`[ ${lists.join("\n")} ]`)

  expect(result).toEqual({ ok: true, value: free.map(() => []) })
})

test("a data-dir that units can't name is refused by name", async ({
  host,
}) => {
  const evaluate = await evaluator(host)
  for (const path of ["/srv/comfy ui", "/srv/a%b", "/srv/../x", "/srv/x/"]) {
    const words = `data-dir = "${path}";`
    const result = await evaluate(messages("comfyui", words))
    expect(result).toMatchObject({
      error: expect.stringContaining("services.comfyui.data-dir"),
    })
  }
})
