import { expect, test } from "vitest"
import { hostKey, leastHost, load } from "./make-fleet.ts"

test("a fleet that says nothing is cautious, and has a nixpkgs", async () => {
  const fleet = await load({ "hosts/x.yaml": leastHost })
  expect(fleet.inputs).toEqual({
    nixpkgs: "github:NixOS/nixpkgs/nixos-26.05",
  })
  expect(fleet.hosts.get("x")).toEqual({
    address: "x.lan",
    buildOn: "host",
    gpu: { vendor: "none" },
    modules: [],
    name: "x",
    policy: {
      appRestart: "drained",
      quietHours: "",
      reboot: "ask",
      driverChange: "auto",
      failedNodes: "note",
      heavyBuilds: "refuse",
      heavyMinutes: "any",
      smoke: {},
      toleratedUnits: [],
    },
    secrets: {},
    services: {},
    tags: [],
    user: "root",
  })
})

test("hosts come sorted by name", async () => {
  const hosts = ["b", "a", "a1"].map((name) => [
    `hosts/${name}.yaml`,
    `address: ${name}\ngpu: {vendor: none}\n`,
  ])
  const fleet = await load(Object.fromEntries(hosts))
  expect([...fleet.hosts.keys()]).toEqual(["a", "a1", "b"])
})

test("defaults merge below a host key by key; lists are replaced", async () => {
  const fleet = await load({
    "hosts/fleet.yaml": `
defaults:
  gpu: { vendor: nvidia, compute-capability: "8.9" }
  services: { comfyui: { port: 1, options: { lowvram: true, cpu: true } } }
  tags: [a, b]
`,
    "hosts/x.yaml": `
address: x
gpu: { model: RTX 4090 }
services: { comfyui: { enable: true, options: { cpu: false } } }
tags: [c]
`,
  })
  expect(fleet.hosts.get("x")).toMatchObject({
    gpu: {
      computeCapability: "8.9",
      model: "RTX 4090",
      vendor: "nvidia",
    },
    services: {
      comfyui: {
        enable: true,
        options: { cpu: false, lowvram: true },
        port: 1,
      },
    },
    tags: ["c"],
  })
})

test("a host overrides each policy of the fleet by itself", async () => {
  const fleet = await load({
    "hosts/fleet.yaml": "policy: { driver-change: refuse, app-restart: now }\n",
    "hosts/x.yaml": `${leastHost}policy: { driver-change: reload }\n`,
  })
  expect(fleet.hosts.get("x")?.policy).toMatchObject({
    appRestart: "now",
    driverChange: "reload",
    heavyBuilds: "refuse",
    smoke: {},
  })
})

test("a host key loses its comment, a hash its notation", async () => {
  const fleet = await load({
    "hosts/x.yaml": `${leastHost}host-key: ${hostKey} root@lithium
services:
  comfyui:
    models:
      vae:
        a: { format: pt, url: "https://x/y", sha256: "${"0".repeat(52)}" }
`,
  })
  const host = fleet.hosts.get("x")
  expect(host?.hostKey).toBe(hostKey)
  expect(host?.services.comfyui?.models?.["vae"]?.["a"]).toEqual({
    format: "pt",
    hash: `sha256-${"A".repeat(43)}=`,
    url: "https://x/y",
  })
})

test("files that editors leave are no hosts", async () => {
  const fleet = await load({
    "hosts/.#x.yaml": "x",
    "hosts/.x.yaml.swp": "x",
    "hosts/notes.txt": "x",
    "hosts/x.yaml": leastHost,
    "hosts/x.yaml~": "x",
  })
  expect([...fleet.hosts.keys()]).toEqual(["x"])
})

test("anchors and aliases within reason are fine", async () => {
  const fleet = await load({
    "hosts/x.yaml": `${leastHost}tags: &t [a]\npolicy: {tolerated-units: []}\n`,
    "hosts/y.yaml":
      "address: &a y\ngpu: {vendor: none, model: *a}\ntags: [*a]\n",
  })
  expect(fleet.hosts.get("y")).toMatchObject({ address: "y", tags: ["y"] })
})
