import { readFileSync } from "node:fs"
import { join } from "node:path"
import { expect, test } from "vitest"
import { parse } from "yaml"
import type { Host } from "../../src/inventory/host.ts"
import { asWritten, hostText } from "../../src/inventory/edit/host-text.ts"
import { listingOf } from "../../src/inventory/listing.ts"
import { showHost } from "../../src/inventory/show-host.ts"
import { fleetOf, loadFleet } from "../../src/inventory/load.ts"
import { originsOf } from "../../src/inventory/read/origins.ts"
import { hostsText } from "../../src/output/text/hosts-text.ts"

const root = join(import.meta.dirname, "..", "..")
const fleet = await loadFleet({ fleet: root, from: root }, { environment: {} })
const hosts = [...fleet.hosts.values()]

const neon = [
  { file: "hosts/fleet.yaml", text: "defaults:\n  user: ops\n" },
  {
    file: "hosts/neon.yaml",
    text:
      "address: neon.lan\npolicy:\n  driver-change: refuse\n" +
      "gpu: {vendor: none}\n",
  },
]

test("a listing has each host in short", () => {
  expect(listingOf(hosts).hosts).toEqual([
    {
      address: "lithium.lan",
      apps: ["comfyui"],
      gpu: {
        "compute-capability": "6.1",
        model: "GeForce GTX 1060 6GB",
        vendor: "nvidia",
      },
      name: "lithium",
      tags: ["canary", "closet"],
      user: "ops",
    },
  ])
  expect(hostsText(listingOf(hosts)).split("\n")).toEqual([
    "name     address      tags           gpu                   apps",
    "lithium  lithium.lan  canary,closet  GeForce GTX 1060 6GB  comfyui",
  ])
  expect(hostsText({ hosts: [] })).toContain("sdops hosts add")
})

test("a shown host says where each value is written", async () => {
  const { from, host, name } = await showHost(fleet, hosts)
  expect(name).toBe("lithium")
  const text = readFileSync(join(root, "hosts/lithium.yaml"), "utf8")
  for (const [path, origin] of Object.entries(from)) {
    const [file, line] = origin.split(":")
    const key = path.split(".").at(-1) ?? ""
    if (file !== "hosts/lithium.yaml") continue
    const said = text.split("\n")[Number(line) - 1]
    expect(said).toMatch(new RegExp(`${key}|sha256`))
  }
  expect(from["user"]).toMatch(/^hosts\/fleet.yaml:\d+$/)
  expect(from["build-on"]).toBe("sdops")
  expect(parse(await hostText(host, from))).toEqual(host)
})

test("what is shown loads as a host's own file", async () => {
  const { from, host } = await showHost(fleet, hosts)
  const text = await hostText(host, from)
  const texts = [
    { file: "hosts/fleet.yaml", text: "{}" },
    { file: "hosts/lithium.yaml", text },
  ]
  const again = await fleetOf(root, texts)
  expect(again.hosts.get("lithium")).toEqual(fleet.hosts.get("lithium"))
})

test("a host's own word comes before the fleet's", async () => {
  const made = await fleetOf("/nowhere", neon)
  const host = asWritten(made.hosts.get("neon") as Host)
  const from = await originsOf(neon, "neon", host)
  expect(from).toMatchObject({
    address: "hosts/neon.yaml:1",
    "gpu.vendor": "hosts/neon.yaml:4",
    "policy.app-restart": "sdops",
    "policy.driver-change": "hosts/neon.yaml:3",
    user: "hosts/fleet.yaml:2",
  })
})
