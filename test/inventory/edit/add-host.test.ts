import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test as base } from "vitest"
import { addHost, type Addition } from "../../../src/inventory/edit/add-host.ts"
import { loadFleet } from "../../../src/inventory/load.ts"
import {
  newFleetText,
  newHostText,
} from "../../../src/inventory/edit/new-host.ts"
import { patient } from "../../files/patient.ts"

const test = base.extend<{ root: string }>({
  root: async ({}, use) => {
    const root = await mkdtemp(join(tmpdir(), "sdops-add-"))
    await use(root)
    await rm(root, { force: true, recursive: true })
  },
})

const key =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGu+J6qG4pWmEwq0dPp1uU0oM3JxYQ4mFqTzq3uZ1b2c"
const hostile = 'a: "#\n- b'
const inputs = { nixpkgs: "github:NixOS/nixpkgs/nixos-26.05" }
const made = {
  address: "neon.lan",
  fingerprint: "SHA256:x",
  gpu: { computeCapability: "9.0", model: hostile, vendor: "nvidia" },
  hostKey: key,
  modules: ["./neon/configuration.nix"],
  name: "neon",
  port: 2222,
  release: "26.05\nuser: eve",
  stateVersion: "24.05",
  sudoPassword: "env:PASSWORD",
  user: "ops",
} as const

const file = (text: string, executable = false) => ({
  content: Buffer.from(text),
  executable,
})
const files = new Map([
  ["configuration.nix", file("{ }")],
  ["sub/run.sh", file("#!/bin/sh", true)],
])

async function addition(host = made.modules[0] as string): Promise<Addition> {
  return {
    again: ({ name = "" }) => `sdops hosts add ops@neon.lan --name ${name}`,
    files,
    fleet: {
      text: await newFleetText({ because: ["What neon runs"], inputs }),
    },
    host: { text: await newHostText({ ...made, modules: [host] }) },
    name: "neon",
  }
}

const everything = async (root: string) =>
  (await readdir(root, { recursive: true })).toSorted()

test("an added host loads as what it was", async ({ root }) => {
  const written = await addHost(root, await addition(), patient)
  expect(written).toEqual([
    "hosts/fleet.yaml",
    "hosts/neon.yaml",
    "hosts/neon/configuration.nix",
    "hosts/neon/sub/run.sh",
  ])
  const at = { fleet: root, from: root }
  const fleet = await loadFleet(at, { environment: {} })
  expect(fleet.inputs).toEqual(inputs)
  const { fingerprint: _, release: __, ...expected } = made
  expect(fleet.hosts.get("neon")).toMatchObject(expected)
})

test("what can't load leaves no trace", async ({ root }) => {
  const bad = await addition("./neon/moose.nix")
  await expect(addHost(root, bad, patient)).rejects.toMatchObject({
    code: "SDOPS_INVENTORY",
  })
  expect(await everything(root)).toEqual([])
})

test("a fleet that is there gets an input and keeps its comments", async ({
  root,
}) => {
  await addHost(root, await addition(), patient)
  const before = await everything(root)
  const edits = [
    { do: "set", path: ["inputs", "dots"], value: "github:a/b" } as const,
  ]
  const second = { ...(await addition("dots#x")), fleet: { edits } }
  await expect(addHost(root, second, patient)).rejects.toMatchObject({
    code: "SDOPS_HOST_EXISTS",
  })
  const xenon = { ...second, files: new Map(), name: "xenon" }
  const text = await readFile(join(root, "hosts/fleet.yaml"), "utf8")
  const broken = { ...xenon, host: { text: "address: 1\n" } }
  await expect(addHost(root, broken, patient)).rejects.toMatchObject({
    code: "SDOPS_INVENTORY",
  })
  expect(await everything(root)).toEqual(before)
  expect(await readFile(join(root, "hosts/fleet.yaml"), "utf8")).toBe(text)
  await addHost(root, xenon, patient)
  const now = await readFile(join(root, "hosts/fleet.yaml"), "utf8")
  expect(now).toBe(`${text.trimEnd()}\n  dots: github:a/b\n`)
})

test("nothing is overwritten, not even a folder", async ({ root }) => {
  await addHost(root, await addition(), patient)
  await expect(addHost(root, await addition(), patient)).rejects.toMatchObject({
    help: [
      "sdops hosts show neon",
      "sdops hosts add ops@neon.lan --name neon-2",
    ],
  })
  await rm(join(root, "hosts/neon.yaml"))
  await writeFile(join(root, "hosts/neon-2.yaml"), "")
  await writeFile(join(root, "hosts/neon/mine"), "")
  const before = await everything(root)
  await expect(addHost(root, await addition(), patient)).rejects.toMatchObject({
    code: "SDOPS_HOST_EXISTS",
    help: ["ls -la hosts/neon", "sdops hosts add ops@neon.lan --name neon-3"],
  })
  expect(await everything(root)).toEqual(before)
})
