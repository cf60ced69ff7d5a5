import { mkdtemp, readdir, readFile, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test as base } from "vitest"
import { addBuilder } from "../../../src/builders/add.ts"
import { removeBuilder } from "../../../src/builders/remove.ts"
import { addCache } from "../../../src/caches/add.ts"
import { removeCache } from "../../../src/caches/remove.ts"
import type { Context } from "../../../src/context.ts"
import { replaceLock } from "../../../src/flake/lock/saved-lock.ts"
import { addHost } from "../../../src/inventory/edit/add-host.ts"
import { loadFleet } from "../../../src/inventory/load.ts"
import {
  newFleetText,
  newHostText,
} from "../../../src/inventory/edit/new-host.ts"
import { replaceNodeLock } from "../../../src/nodes/saved-node-lock.ts"
import { patient } from "../../files/patient.ts"

const test = base.extend<{ root: string }>({
  root: async ({}, use) => {
    const root = await mkdtemp(join(tmpdir(), "sdops-once-"))
    await use(root)
    await rm(root, { force: true, recursive: true })
  },
})

const hostKey =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGu+J6qG4pWmEwq0dPp1uU0oM3JxYQ4mFqTzq3uZ1b2c"
const context: Context<unknown> = {
  ...patient,
  confirm: async () => {},
  emit: () => {},
  environment: {},
}
const numbers = Array.from({ length: 20 }, (_, at) => at)

/** Hosts of a first fleet, adopted by so many people at once. */
async function adopt(root: string, names: readonly string[]): Promise<void> {
  const inputs = { nixpkgs: "github:NixOS/nixpkgs/nixos-26.05" }
  const text = await newFleetText({ because: ["it runs"], inputs })
  const additions = names.map(async (name) => {
    const written = await newHostText({
      address: `${name}.lan`,
      fingerprint: "SHA256:x",
      gpu: { vendor: "none" },
      hostKey: hostKey,
      modules: [`./${name}/configuration.nix`],
      name,
      port: undefined,
      release: "26.05",
      stateVersion: "24.05",
      sudoPassword: undefined,
      user: "ops",
    })
    const content = Buffer.from("{ }")
    const file = { content, executable: false }
    const files = new Map([["configuration.nix", file]])
    const again = () => `sdops hosts add ${name}.lan`
    const host = { text: written }
    const addition = { again, files, fleet: { text }, host, name }
    return addHost(root, addition, context)
  })
  await Promise.all(additions)
}

const key = (at: number) =>
  `c${at}-1:${Buffer.alloc(32, at + 1).toString("base64")}`
const url = (at: number) => `s3://bucket-${at}`

test("whatever two do to a fleet at once, twenty times, stays", async ({
  root,
}) => {
  await adopt(root, ["argon", "neon"])
  const load = () => loadFleet({ fleet: root, from: root }, { environment: {} })
  for (const at of numbers) {
    // As two commands that were started together see it.
    const fleet = await load()
    const given = { askable: true, path: undefined }
    const cache = { ...given, key: key(at), url: url(at) }
    const works = [
      addCache(fleet, cache, context),
      addBuilder(
        fleet,
        { address: "b.lan", hostKey: hostKey, name: `b${at}` },
        context,
      ),
      ...(at < 2
        ? []
        : [
            removeCache(fleet, url(at - 2), context),
            removeBuilder(fleet, `b${at - 2}`, context),
          ]),
    ]
    await Promise.all(works)
  }
  const { builders, caches, hosts } = await load()
  expect(caches.map((cache) => cache.url)).toEqual([url(18), url(19)])
  expect(Object.keys(builders).toSorted()).toEqual(["b18", "b19"])
  expect([...hosts.keys()]).toEqual(["argon", "neon"])
  expect((await readdir(join(root, "hosts"))).toSorted()).toEqual([
    "argon",
    "argon.yaml",
    "fleet.yaml",
    "neon",
    "neon.yaml",
  ])
})

test("of two that replace the same lock one is told", async ({ root }) => {
  await adopt(root, ["neon"])
  const change = (after: string) => ({ after, before: undefined })
  const done = await Promise.allSettled([
    replaceLock({ root }, change("one"), context),
    replaceLock({ root }, change("two"), context),
    replaceNodeLock({ root }, "neon", change("one"), context),
    replaceNodeLock({ root }, "neon", change("two"), context),
  ])
  const failed = done.filter(({ status }) => status === "rejected")
  expect(failed).toHaveLength(2)
  for (const file of ["flake.lock", "neon/nodes.lock.json"])
    expect(await readFile(join(root, "hosts", file), "utf8")).toMatch(
      /^(one|two)$/,
    )
})
