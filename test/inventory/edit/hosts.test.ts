import { readdir, readFile } from "node:fs/promises"
import { join } from "node:path"
import fc from "fast-check"
import { describe, expect, test } from "vitest"
import { parse } from "yaml"
import { editHost, rewriteHost } from "../../../src/inventory/edit/edit-host.ts"
import {
  removeHost,
  renameHost,
} from "../../../src/inventory/edit/move-host.ts"
import { loadFleet } from "../../../src/inventory/load.ts"
import { limitsFrom } from "../../../src/limits.ts"
import { leastHost, makeFleet } from "../make-fleet.ts"

const { signal } = new AbortController()
const context = { limits: limitsFrom({}), signal }
const nothing = { add: [], remove: [], set: [] }

const lithium = `# the closet
address: lithium.lan # by cable
tags: [closet, old]
gpu: { vendor: none }
modules:
  # its own
  - ./lithium/configuration.nix
`
const files = {
  "hosts/argon.yaml": leastHost,
  "hosts/lithium.yaml": lithium,
  "hosts/lithium/configuration.nix": "{ }\n",
  "rollouts/closet.yaml": "hosts: [lithium, lithium-2]\n",
}

const textOf = (root: string, file = "hosts/lithium.yaml") =>
  readFile(join(root, file), "utf8")

async function whole(root: string) {
  const names = await readdir(root, { recursive: true })
  return names.filter((name) => !name.includes(".turns")).toSorted()
}

describe("an edit", () => {
  test("changes what it says, and no comment", async () => {
    const root = await makeFleet(files)
    const wishes = {
      add: ["tags=new"],
      remove: ["tags=old"],
      set: ["address=10.0.0.8", "port=2222"],
    }
    expect(await editHost({ root }, "lithium", wishes, context)).toBe(true)
    expect(await textOf(root)).toBe(
      `${lithium
        .replace("lithium.lan", "10.0.0.8")
        .replace("closet, old", "closet, new")}port: 2222\n`,
    )
  })

  test("reads back as what was asked for, whatever that is", async () => {
    const root = await makeFleet(files)
    const ports = fc.integer({ max: 65_535, min: 1 })
    const tags = fc.array(fc.stringMatching(/^[a-z][a-z0-9-]{0,8}$/), {
      maxLength: 3,
    })
    await fc.assert(
      fc.asyncProperty(ports, tags, async (port, some) => {
        const set = [`port=${port}`, `tags=${JSON.stringify(some)}`]
        await editHost({ root }, "lithium", { ...nothing, set }, context)
        const text = await textOf(root)
        expect(parse(text)).toMatchObject({ port, tags: some })
        expect(text).toContain("# its own")
      }),
      { numRuns: 25 },
    )
  })

  test.for([
    [{ set: ["port=moose"] }, /1 problem in the inventory/],
    [{ set: ["moose=1"] }, /1 problem in the inventory/],
    [{ set: ["port"] }, /--set takes PATH=VALUE/],
    [{ set: ["tags=[a"] }, /no value in YAML/],
    [{ remove: ["port"] }, /there is no port/],
    [{ remove: ["tags=moose"] }, /tags has no moose/],
    [{ remove: ["..x"] }, /names no key/],
  ] as const)("%j is refused, and writes nothing", async ([wishes, says]) => {
    const root = await makeFleet(files)
    const all = { ...nothing, ...wishes }
    await expect(editHost({ root }, "lithium", all, context)).rejects.toThrow(
      says,
    )
    expect(await textOf(root)).toBe(lithium)
  })

  test("in an editor overwrites nobody's edit", async () => {
    const root = await makeFleet(files)
    const after = lithium.replace("old", "mine")
    const stale = { after, before: lithium.replace("old", "theirs") }
    const write = (written: { after: string; before: string }) =>
      rewriteHost({ root }, "lithium", written, context)
    await expect(write(stale)).rejects.toMatchObject({
      code: "SDOPS_FILE_CHANGED",
    })
    expect(await write({ after, before: lithium })).toBe(true)
    expect(await textOf(root)).toBe(after)
  })
})

describe("a host that is renamed", () => {
  test("takes its folder and its modules with it", async () => {
    const root = await makeFleet(files)
    const names = { from: "lithium", to: "helium" }
    expect(await renameHost({ root }, names, context)).toEqual([
      "rollouts/closet.yaml",
    ])
    expect(await textOf(root, "hosts/helium.yaml")).toBe(
      lithium.replace("./lithium/", "./helium/"),
    )
    const { hosts } = await loadFleet({ from: root }, { environment: {} })
    expect([...hosts.keys()]).toEqual(["argon", "helium"])
    await renameHost({ root }, { from: "helium", to: "lithium" }, context)
    expect(await textOf(root)).toBe(lithium)
  })

  test.for([
    ["argon", {}, /hosts\/argon\.yaml exists already/],
    ["All", {}, /expected the file to be named after/],
    ["all", {}, /no host can be named all/],
    ["helium", { "hosts/argon.yaml": "port: x\n" }, /inventory/],
    [
      "helium",
      { "hosts/argon.yaml": `${leastHost}# like ./lithium/x\n` },
      undefined,
    ],
  ] as const)(
    "to %s with %j keeps all or nothing",
    async ([to, more, says]) => {
      const root = await makeFleet({ ...files, ...more })
      const before = await whole(root)
      const renaming = renameHost({ root }, { from: "lithium", to }, context)
      if (says === undefined) {
        await renaming
        return
      }
      await expect(renaming).rejects.toThrow(says)
      expect(await whole(root)).toEqual(before)
      expect(await textOf(root)).toBe(lithium)
    },
  )
})

describe("a host that is removed", () => {
  test("is kept where nothing reads it, and can come back", async () => {
    const root = await makeFleet(files)
    const kept = await removeHost({ root }, "lithium", context)
    expect(kept).toMatch(/^hosts\/\.removed\/lithium-\d{14}$/)
    const { hosts } = await loadFleet({ from: root }, { environment: {} })
    expect([...hosts.keys()]).toEqual(["argon"])
    expect(await textOf(root, `${kept}/lithium.yaml`)).toBe(lithium)
    expect(await readdir(join(root, kept, "lithium"))).toHaveLength(1)
  })

  test("stays where another needs its files", async () => {
    const argon = `${leastHost}modules: [./lithium/configuration.nix]\n`
    const root = await makeFleet({ ...files, "hosts/argon.yaml": argon })
    const before = await whole(root)
    await expect(removeHost({ root }, "lithium", context)).rejects.toThrow(
      /1 problem in the inventory/,
    )
    const left = (await whole(root)).filter(
      (name) => !name.endsWith(".removed"),
    )
    expect(left).toEqual(before)
  })
})
