import fc from "fast-check"
import { expect } from "vitest"
import type { LabHost } from "../../lab/host.ts"
import { test } from "../../lab/test.ts"
import { evaluator } from "./on-host.ts"

const folder = "/tmp/inventory"
const module = { attributes: ["module"], input: "machine" }
const lithium = { gpu: { vendor: "none" }, modules: [module], name: "lithium" }

/** The outputs of the fleet that `place` wrote. */
const outputs = `(import (sdops + "/outputs.nix") {
  inputs = {
    inherit nixpkgs;
    machine.module = {
      boot.loader.systemd-boot.enable = true;
      fileSystems."/" = { device = "/dev/sda1"; fsType = "ext4"; };
      nixpkgs.hostPlatform = "x86_64-linux";
    };
  };
  inventory = ${folder};
  modules = /nowhere;
})`

/** Writes the slices; a string is the file's text. */
async function place(
  host: LabHost,
  slices: Readonly<Record<string, unknown>>,
): Promise<void> {
  await host.exec(`rm -rf ${folder}; mkdir ${folder}`)
  for (const [name, slice] of Object.entries(slices)) {
    const input = typeof slice === "string" ? slice : JSON.stringify(slice)
    await host.exec(`cat > ${folder}/${name}.json`, { input })
  }
}

test("each slice is a system of its own", async ({ host }) => {
  const evaluate = await evaluator(host)
  await place(host, { lithium, neon: { ...lithium, name: "neon" } })
  const names = `builtins.mapAttrs (_: h: h.host.name) ${outputs}.sdops`
  expect(await evaluate(names)).toEqual({
    ok: true,
    value: { lithium: "lithium", neon: "neon" },
  })
})

test("a host is evaluated without a look at the others", async ({ host }) => {
  const evaluate = await evaluator(host)
  const derivation = `${outputs}.sdops.lithium.system`
  await place(host, { lithium })
  const alone = await evaluate(derivation)
  await place(host, { lithium, neon: "this is no JSON" })
  expect(alone).toMatchObject({ ok: true })
  expect(await evaluate(derivation)).toEqual(alone)
})

test("whatever is written reaches the configuration", async ({ host }) => {
  const evaluate = await evaluator(host)
  const text = fc.string({ minLength: 1, unit: "binary" })
  // NUL and lone surrogates are refused by the inventory: Nix has neither.
  const hostile = text.map((value) =>
    value.toWellFormed().replaceAll("\0", "0"),
  )
  const word = hostile.map((value) => `${value}w`)
  const slice = fc.record({
    caches: fc.array(fc.record({ key: hostile, url: hostile })),
    extra: fc.array(hostile),
    model: hostile,
    models: fc.dictionary(
      hostile.map((name) => name.replaceAll("/", "_")),
      fc.record({ format: word, hash: word, url: word }),
    ),
    option: hostile,
  })
  const samples = fc.sample(slice, 40).concat({
    caches: [],
    extra: ['${builtins.abort "no"}', "''${x}", "\\", '"', "--a b  c", "%n$$"],
    model: "'; rm -rf / #\n\t\u0001\u{1f600}",
    models: { "a'$(b)\n.c": { format: "s", hash: "h", url: "u" } },
    option: "@out@ ${pkgs} \\${x} ''",
  })
  const slices = samples.map((sample, n) => ({
    caches: sample.caches,
    gpu: { model: sample.model, vendor: "none" },
    modules: [module],
    name: `h${n}`,
    services: {
      comfyui: {
        "extra-options": sample.extra,
        models: { checkpoints: sample.models },
        options: { "comfy-api-base": sample.option },
      },
    },
  }))
  await place(host, Object.fromEntries(slices.map((s) => [s.name, s])))
  const result = await evaluate(`map (name:
    let inherit (${outputs}.nixosConfigurations.\${name}) config; in {
      caches = config.nix.settings.trusted-public-keys or [ ];
      extra = config.services.comfyui.extra-options;
      model = config.sdops.gpu.model;
      models = builtins.mapAttrs (_: m: { inherit (m) format hash url; })
        config.services.comfyui.models.checkpoints;
      option = config.services.comfyui.options.comfy-api-base;
    }) (lib.genList (n: "h\${toString n}") ${slices.length})`)
  expect(result).toEqual({
    ok: true,
    value: samples.map(({ caches, extra, model, models, option }) => ({
      caches: caches.map(({ key }) => key),
      extra,
      model,
      models,
      option,
    })),
  })
})

test.for([
  ["options", { options: { "previw-method": "taesd" } }, "does not exist"],
  ["options", { options: { "preview-method": "x" } }, "is not of type"],
  ["port", { port: "8188" }, "is not of type"],
  [
    "options",
    { options: { cpu: false, highvram: true, lowvram: true } },
    "has conflicting definition values",
  ],
  ["options", { options: { offline: true } }, "has no argument --offline"],
] as const)(
  "a wrong word in services.comfyui.%s is refused by name",
  async ([word, comfyui, said], { host }) => {
    const evaluate = await evaluator(host)
    const services = { comfyui: { enable: true, ...comfyui } }
    await place(host, { lithium: { ...lithium, services } })
    const result = await evaluate(`${outputs}.sdops.lithium.system`)
    expect(result).toMatchObject({ error: expect.stringContaining(said) })
    expect(result).toMatchObject({
      error: expect.stringContaining(`services.comfyui.${word}`),
    })
  },
)

test("the command line has every argument as a word", async ({ host }) => {
  const evaluate = await evaluator(host)
  const comfyui = {
    enable: true,
    "extra-options": ["--future-arg", "--future-arg-with-value foo"],
    listen: ["0.0.0.0", "::"],
    options: {
      "async-offload": true,
      deterministic: false,
      fast: ["fp16_accumulation", "cublas_ops"],
      "preview-method": "taesd",
      "reserve-vram": 0.5,
    },
    port: 8190,
  }
  await place(host, { lithium: { ...lithium, services: { comfyui } } })
  const result = await evaluate(`${outputs}.nixosConfigurations.lithium.config
    .systemd.services.comfyui.serviceConfig.ExecStart`)
  const words = [
    ["--listen", "0.0.0.0,::", "--port", "8190"],
    ["--base-directory=/var/lib/comfyui", "--async-offload"],
    ["--database-url=sqlite:////var/lib/comfyui/user/comfyui.db"],
    ["--fast", "fp16_accumulation", "cublas_ops"],
    ["--preview-method=taesd", "--reserve-vram=0.5", "--cpu"],
    ["--future-arg", "--future-arg-with-value", "foo"],
  ].flat()
  const line = words.map((word) => `"${word}"`).join(" ")
  expect(result).toMatchObject({ value: expect.stringContaining(` ${line}`) })
})
