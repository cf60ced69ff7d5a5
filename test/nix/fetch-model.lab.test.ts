import { describe, expect } from "vitest"
import { normaliseHash } from "../../src/inventory/hash.ts"
import { storeName } from "../../src/models/on-hosts/store-name.ts"
import { test } from "../lab/test.ts"
import urls from "../inventory/urls.json" with { type: "json" }
import { evaluator } from "../standins/nixpkgs/on-host.ts"

/** `fetchModel`, whose fetchurl gives back what it is asked for. */
const fetchModel = `(import (sdops + "/lib") { inherit lib; }).fetchModel {
  pkgs.fetchurl = request: request;
}`

const hash = "1cxh5450k3y9mkrf9dby7hbaydj3ymjwq5fvzsrqk6j3xkc2zav7"
const sri = normaliseHash(hash) ?? ""
const hex = Buffer.from(sri.slice(7), "base64").toString("hex")

/** The first user's declarations, as they stand in his notes. */
const firstUser = `
  {
    checkpoints = {
      pony-xl-v6 = (fetchModel {
        # It's critical that the extension is present, or comfyui won't find
        # the file.
        format = "safetensors";
        url = "https://civitai.com/api/download/models/290640?type=Model&format=SafeTensor&size=pruned&fp=fp16";
        sha256 = "1cxh5450k3y9mkrf9dby7hbaydj3ymjwq5fvzsrqk6j3xkc2zav7";
      });
    };
    clip = {};
    clip_vision = {};
    configs = {};
    controlnet = {
      controlnet-v1_1_f1e-sd15-tile = (fetchModel {
        format = "pth";
        url = "https://huggingface.co/lllyasviel/ControlNet-v1-1/blob/main/control_v11f1e_sd15_tile.pth";
        sha256 = "11qndcrfz5jrjghn6v9is813igfd8310knl1l9rwxbf8lvwjncbc";
      });
    };
    embeddings = {};
    loras = {
      # https://civitai.com/models/264290?modelVersionId=398292
      ponx-xl-v6-artist-styles = (fetchModel {
        format = "safetensors";
        url = "https://civitai.com/api/download/models/398292?type=Model&format=SafeTensor";
        sha256 = "01m4zq2i1hyzvx95nq2v3n18b2m98iz0ryizdkyc1y42f1rwd0kx";
      });
    };
  }`

describe("the first user's declarations", () => {
  const module = `({ fetchModel, ... }: {
    services.comfyui.enable = true;
    services.comfyui.models = ${firstUser};
  })`
  const tree = (models: string) => `
    let config = system [ (sdops + "/modules/all.nix") ${module} ];
    in builtins.mapAttrs (_: builtins.mapAttrs (_: model:
      [ model.format model.path.name model.path.outPath ]
    )) (${models} config.services.comfyui.models)`

  test("evaluate as they stand", async ({ host }) => {
    const evaluate = await evaluator(host)
    const all = '(models: removeAttrs models [ "controlnet" ])'
    const file = expect.stringMatching(
      /^\/nix\/store\/[0-9a-z]{32}-model\.safetensors$/,
    )
    const model = ["safetensors", "model.safetensors", file]
    expect(await evaluate(tree(all))).toEqual({
      ok: true,
      value: {
        checkpoints: { "pony-xl-v6": model },
        clip: {},
        clip_vision: {},
        configs: {},
        embeddings: {},
        loras: { "ponx-xl-v6-artist-styles": model },
      },
    })
  })

  test("but for a page's URL, which is refused with the file's", async ({
    host,
  }) => {
    const evaluate = await evaluator(host)
    const one = "({ controlnet, ... }: { inherit controlnet; })"
    const file = "control_v11f1e_sd15_tile.pth"
    const page = "https://huggingface.co/lllyasviel/ControlNet-v1-1"
    expect(await evaluate(tree(one))).toMatchObject({
      error: expect.stringContaining(`${page}/resolve/main/${file}`),
    })
  })
})

const url = "https://example.org/a b.safetensors".replace(" ", "%20")

test("a URL is judged as the inventory judges it", async ({ host }) => {
  const evaluate = await evaluator(host)
  const cases = urls.cases as [url: string, is: string | null][]
  const list = cases.map(([url]) => JSON.stringify(url)).join(" ")
  const result = await evaluate(`
    let check = (import (sdops + "/lib") { inherit lib; }).checkUrl "x";
    in map (url: (builtins.tryEval (check url)).success) [ ${list} ]`)
  const fine = cases.map(([, is]) => is === "fine")
  expect(result).toEqual({ ok: true, value: fine })
})

test.for(
  (urls.cases as [string, string | null][]).flatMap(([url, is]) =>
    is?.startsWith("https://civitai.com/api") ? [[url, is] as const] : [],
  ),
)("and the file is told: %s", async ([url, file], { host }) => {
  const evaluate = await evaluator(host)
  const result = await evaluate(
    `(import (sdops + "/lib") { inherit lib; }).checkUrl "x" "${url}"`,
  )
  expect(result).toMatchObject({ error: expect.stringContaining(file) })
})

test("each notation of a hash reaches Nix as the same file", async ({
  host,
}) => {
  const evaluate = await evaluator(host)
  const written = [hash, hex, sri, sri.slice(7), `sha256:${hash}`]
  // Nix itself compares them: the store path is made of the hash.
  const models = written
    .flatMap((text) => [`{ hash = "${text}"; }`, `{ sha256 = "${text}"; }`])
    .join(" ")
  const result = await evaluate(`
    let
      fetchModel = (import (sdops + "/lib") { inherit lib; }).fetchModel {
        pkgs = nixpkgs.legacyPackages.x86_64-linux;
      };
    in lib.unique (map (given: (fetchModel (given // {
      format = "safetensors";
      url = "${url}";
    })).path.outPath) [ ${models} ])`)
  expect(result).toMatchObject({ ok: true, value: [expect.any(String)] })
})

test("a file that was put into the store by hand is the model", async ({
  host,
}) => {
  const evaluate = await evaluator(host)
  const added = await host.exec(`
    cd /tmp && echo weights > x.safetensors
    nix-store --add-fixed sha256 x.safetensors
    nix-hash --type sha256 --flat x.safetensors`)
  const [path, sha256] = added.stdout.split("\n")
  const result = await evaluate(`((import (sdops + "/lib") {
    inherit lib;
  }).fetchModel { pkgs = nixpkgs.legacyPackages.x86_64-linux; } {
    format = "safetensors";
    name = "x";
    sha256 = "${sha256}";
    url = "https://nowhere.example/x";
  }).path.outPath`)
  expect(result).toEqual({ ok: true, value: path })
})

test("certificates are verified, and the store's name is legal", async ({
  host,
}) => {
  const evaluate = await evaluator(host)
  const result = await evaluate(`(${fetchModel} {
    format = "safetensors";
    name = ".a b/ä?$(x)";
    sha256 = "${hash}";
    url = "${url}";
  }).path`)
  expect(result).toEqual({
    ok: true,
    value: {
      name: "model.a-b-?-x-.safetensors",
      netrcPhase: ": > netrc",
      postFetch: expect.stringMatching(
        /^\( format=safetensors; \. \S+-page\.sh \) && \( .+-cut\.sh \)$/,
      ),
      sha256: hash,
      url,
    },
  })
})

const well = `format = "pt"; sha256 = "${hash}"; url = "${url}";`

test.for([
  ["no extension", `format = "";`, "format: set the file extension"],
  [
    "a dot in front",
    `format = ".pt";`,
    'format: ".pt" is not a file extension',
  ],
  ["no hash", "sha256 = null;", "set either hash or sha256."],
  ["two hashes", `hash = "${hash}";`, "sha256, not both"],
  ["half a hash", `sha256 = "${hash.slice(1)}";`, "is not a sha256 hash"],
  [
    "a letter that nix32 lacks",
    `sha256 = "e${hash.slice(1)}";`,
    "is not a sha",
  ],
  ["a blank", 'url = "https://x/a b";', "without blanks"],
  ["another scheme", 'url = "ftp://x/a";', "is not an http, https or file URL"],
  ["a token", 'url = "https://x/a?b=1&token=c";', "the URL's token"],
] as const)("%s is refused by name", async ([, change, said], { host }) => {
  const evaluate = await evaluator(host)
  const result = await evaluate(`
    let path = (${fetchModel} ({
      option = "services.comfyui.models.vae.x"; ${well}
    } // { ${change} })).path;
    in builtins.deepSeq path path`)
  expect(result).toMatchObject({ error: expect.stringContaining(said) })
  expect(result).toMatchObject({
    error: expect.stringContaining("services.comfyui.models.vae.x"),
  })
})

test("a model without an extension is refused by its option", async ({
  host,
}) => {
  const evaluate = await evaluator(host)
  const result = await evaluate(`(system [
    (sdops + "/modules/all.nix")
    { services.comfyui = {
        enable = true;
        models.vae.x = { sha256 = "${hash}"; url = "${url}"; };
      }; }
  ]).systemd.services.comfyui-models.script`)
  expect(result).toMatchObject({
    error: expect.stringContaining("services.comfyui.models.vae.x.format"),
  })
})

test("the store's name is what prefetching puts a file there by", async ({
  host,
}) => {
  const evaluate = await evaluator(host)
  const names = [
    "pony-xl-v6.safetensors",
    "ink (v2) & more.safetensors",
    ".hidden.pt",
    "ä/ö.ckpt",
    `${"long ".repeat(40)}x.gguf`,
    "a=b?c+d_e.bin",
  ]
  const list = names.map((name) => JSON.stringify(name)).join(" ")
  const result = await evaluate(`
    map (import (sdops + "/lib/store-name.nix") { inherit lib; }) [ ${list} ]`)
  expect(result).toEqual({ ok: true, value: names.map(storeName) })
})
