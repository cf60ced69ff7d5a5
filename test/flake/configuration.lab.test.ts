import fc from "fast-check"
import { expect } from "vitest"
import { nar } from "../../src/flake/nar.ts"
import { renderTree } from "../../src/flake/render-tree.ts"
import type { TreeFile } from "../../src/flake/tree.ts"
import { loadFleet } from "../../src/inventory/load.ts"
import { makeFleet } from "../inventory/make-fleet.ts"
import type { LabHost } from "../lab/host.ts"
import { test } from "../lab/test.ts"
import { hostile, known } from "./hostile.ts"
import { evaluate, nixpkgsOf, restore } from "./restore.ts"

type Written = Readonly<Record<string, unknown>>

const machine = `{
  boot.loader.systemd-boot.enable = true;
  fileSystems."/".device = "/dev/disk/by-label/root";
  nixpkgs.hostPlatform = "x86_64-linux";
  system.stateVersion = "24.05";
}
`

/** Hosts of a fleet on the rehearsal nixpkgs, as one tree on a host. */
async function push(
  host: LabHost,
  hosts: Readonly<Record<string, Written>>,
): Promise<string> {
  const inputs = { nixpkgs: await nixpkgsOf(host) }
  const files = Object.entries(hosts).map(([name, written]) => {
    const gpu = { vendor: "none" }
    const all = { address: "x", gpu, modules: ["../m.nix"], ...written }
    return [`hosts/${name}.yaml`, JSON.stringify(all)]
  })
  const root = await makeFleet({
    "hosts/fleet.yaml": JSON.stringify({ inputs }),
    "m.nix": machine,
    ...Object.fromEntries(files),
  })
  const fleet = await loadFleet({ from: root }, { environment: {} })
  const together = new Map<string, TreeFile>()
  for (const name of fleet.hosts.keys()) {
    const tree = await renderTree(fleet, name)
    for (const [path, file] of tree.files) together.set(path, file)
  }
  return restore(host, nar(together))
}

async function configurations(host: LabHost, tree: string, apply: string) {
  return evaluate(host, [
    "--no-write-lock-file",
    `path:${tree}#nixosConfigurations`,
    "--apply",
    `builtins.mapAttrs (_: { config, ... }: ${apply})`,
  ])
}

const texts = [...known, ...fc.sample(hostile, 150)]
const names = texts.filter(
  (text) =>
    !["", ".", "..", "__proto__"].includes(text) &&
    text.length <= 200 &&
    !text.includes("/"),
)
const model = {
  format: "pt",
  hash: `sha256-${"A".repeat(43)}=`,
  url: "https://x/y?a=%20&b=$c;d'e",
}
const models = Object.fromEntries(names.map((name) => [name, { vae: model }]))

test("hostile texts reach the evaluated configuration unchanged", async ({
  host,
}) => {
  const comfyui = { enable: true, "extra-options": texts, models }
  const tree = await push(host, { x: { services: { comfyui } } })

  const found = await configurations(
    host,
    tree,
    `{
      inherit (config.services.comfyui) extra-options;
      models = builtins.mapAttrs
        (_: builtins.mapAttrs (_: m: { inherit (m) format hash url; }))
        config.services.comfyui.models;
    }`,
  )

  expect(found).toEqual({ x: { "extra-options": texts, models } })
})

test("so do texts that a host has but one of", async ({ host }) => {
  const some = texts.filter((text) => text !== "").slice(0, 60)
  const hosts = some.map((text, index) => {
    const comfyui = { enable: true, options: { "database-url": text } }
    const gpu = { model: text, vendor: "none" }
    return [`h${index}`, { gpu, services: { comfyui } }] as const
  })
  const tree = await push(host, Object.fromEntries(hosts))

  const found = await configurations(
    host,
    tree,
    "[ config.sdops.gpu.model config.services.comfyui.options.database-url ]",
  )

  const expected = some.map((text, index) => [`h${index}`, [text, text]])
  expect(found).toEqual(Object.fromEntries(expected))
})

test("what sdops asks of the example host evaluates", async ({ host }) => {
  const example = await loadFleet(
    { from: import.meta.dirname },
    { environment: {} },
  )
  const inputs = { nixpkgs: await nixpkgsOf(host) }
  const { archive } = await renderTree({ ...example, inputs }, "lithium")
  const tree = await restore(host, archive)

  const found = await evaluate(host, [
    "--no-write-lock-file",
    `path:${tree}#sdops.lithium`,
  ])

  expect(found).toMatchObject({
    host: {
      apps: [{ name: "comfyui", port: 8188, unit: "comfyui.service" }],
      gpu: { vendor: "nvidia" },
      name: "lithium",
      stateVersion: "24.05",
    },
    system: expect.stringMatching(/^\/nix\/store\/.*lithium.*\.drv$/),
  })
})

test("a host's derivation is the same whatever else its fleet has", async ({
  host,
}) => {
  const system = (name: string) => `config.system.build.${name}.drvPath`
  const one = { services: { comfyui: { enable: true } } }
  const alone = await push(host, { a: one })
  const among = await push(host, { a: one, b: { ...one, tags: ["new"] } })

  const before = await configurations(host, alone, system("toplevel"))
  const after = await configurations(host, among, system("toplevel"))

  expect(after).toMatchObject(before as object)
})
