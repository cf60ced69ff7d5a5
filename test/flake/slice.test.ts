import fc from "fast-check"
import { expect, test } from "vitest"
import { stringify } from "yaml"
import { sliceOf, sliceText } from "../../src/flake/slice.ts"
import { check } from "../../src/inventory/read/check.ts"
import { completeHost } from "../../src/inventory/complete.ts"
import { parse } from "../../src/inventory/read/parse.ts"
import { fleetFile } from "../../src/inventory/schema/fleet.ts"
import { hostFile } from "../../src/inventory/schema/host.ts"
import { aMachine, key } from "../builders/a-machine.ts"
import { inventoryHost } from "../deploy/facts.ts"
import { hostile } from "./hostile.ts"

const fileName = hostile.filter(
  (text) =>
    text !== "" &&
    text.length <= 200 &&
    !text.includes("/") &&
    ![".", "..", "__proto__"].includes(text),
)
const model = { format: "pt", hash: `sha256-${"A".repeat(43)}=` }
const service = {
  enable: fc.boolean(),
  "extra-options": fc.array(hostile),
}
const comfyui = fc.record({
  ...service,
  options: fc.record({
    "cache-lru": fc.maxSafeInteger(),
    "database-url": hostile,
    lowvram: fc.boolean(),
    "reserve-vram": fc.double({ max: 1e9, min: 1e-9, noNaN: true }),
  }),
})
const webui = fc.record({
  ...service,
  options: fc.record({ theme: hostile }),
})

const host = fc.record({
  address: fc.constant("x.lan"),
  gpu: fc.record({
    model: hostile.filter((text) => text !== ""),
    vendor: fc.constant("nvidia"),
  }),
  services: fc.record({
    comfyui: fc.tuple(comfyui, fileName, fileName).map(([rest, dir, name]) => ({
      ...rest,
      models: { [dir]: { [name]: { ...model, url: "https://x/y?a=%20&b" } } },
    })),
    "stable-diffusion-webui": webui,
  }),
})

/** From YAML text to the slice's text, as a deployment does. */
function sliceOfText(text: string): string {
  const parsed = parse("hosts/x.yaml", text, yaml)
  if (parsed.source === undefined) throw new Error(JSON.stringify(parsed))
  const checked = check(parsed.source, hostFile)
  if (checked.problems) throw new Error(JSON.stringify(checked.problems))
  const made = completeHost("x", checked.value, fleetFile.parse({}))
  if (!("host" in made)) throw new Error(JSON.stringify(made))
  return sliceText(sliceOf({ builders: {}, caches: [] }, made.host))
}

const yaml = await import("yaml")

test("every text gets from the file into the slice unchanged", () => {
  fc.assert(
    fc.property(host, (written) => {
      const slice: unknown = JSON.parse(sliceOfText(stringify(written)))
      expect(slice).toMatchObject({
        gpu: written.gpu,
        services: JSON.parse(JSON.stringify(written.services)) as object,
      })
    }),
    { numRuns: 300 },
  )
})

test("equal slices are equal bytes, whatever the order of keys", () => {
  fc.assert(
    fc.property(host, (written) => {
      const turned = Object.fromEntries(Object.entries(written).toReversed())
      expect(sliceOfText(stringify(turned))).toBe(
        sliceOfText(stringify(written)),
      )
    }),
    { numRuns: 50 },
  )
})

test("a slice says nothing of how the host is reached", () => {
  const text = sliceOfText(
    "address: secret.lan\nuser: someone\ntags: [secret]\n" +
      "gpu: {vendor: none}\nsudo-password: env:SECRET\nbuild-on: control\n",
  )
  expect(JSON.parse(text)).toEqual({
    caches: [],
    gpu: { vendor: "none" },
    modules: [],
    name: "x",
    services: {},
  })
})

test("a slice says who may read a secret, and not where it comes from", () => {
  const text = sliceOfText(
    "address: x\ngpu: {vendor: none}\nsecrets:\n  netrc:\n" +
      "    from: cmd:pass show cache\n    units: [nix-daemon.service]\n",
  )
  expect(text).not.toContain("pass show")
  expect(JSON.parse(text)).toMatchObject({
    secrets: { netrc: { units: ["nix-daemon.service"] } },
  })
})

test("modules become paths below the tree, or outputs of inputs", () => {
  const slice = sliceOfText(
    "address: x\ngpu: {vendor: none}\n" +
      "modules: [./x/a.nix, ../shared/b.nix, dotfiles#nixosModules.default]\n",
  )
  expect(JSON.parse(slice)).toMatchObject({
    modules: [
      { file: "hosts/x/a.nix" },
      { file: "shared/b.nix" },
      { attributes: ["nixosModules", "default"], input: "dotfiles" },
    ],
  })
})

test("a slice has the builders that the host may use, keys in base64", () => {
  const { name: _, ...neon } = aMachine({ address: "fd00::1" })
  const fleet = {
    builders: { neon, self: { ...neon, address: "lithium.lan" } },
    caches: [],
  }
  expect(sliceOf(fleet, inventoryHost({})).builders).toEqual([
    {
      features: ["big-parallel"],
      host: "[fd00::1]",
      "host-key": Buffer.from(key).toString("base64"),
      identity: "/etc/ssh/ssh_host_ed25519_key",
      "mandatory-features": [],
      "max-jobs": 1,
      "speed-factor": 1,
      systems: ["x86_64-linux"],
      user: "root",
    },
  ])
  expect(sliceOf({ builders: {}, caches: [] }, inventoryHost({}))).toEqual(
    expect.not.objectContaining({ builders: expect.anything() }),
  )
})
