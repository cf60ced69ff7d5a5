import { appendFile, chmod, symlink, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { renderTree } from "../../src/flake/render-tree.ts"
import { saveLock } from "../../src/flake/lock/saved-lock.ts"
import type { Tree } from "../../src/flake/tree.ts"
import { loadFleet } from "../../src/inventory/load.ts"
import { leastHost, makeFleet } from "../inventory/make-fleet.ts"

async function render(root: string, name = "a"): Promise<Tree> {
  const fleet = await loadFleet({ from: root }, { environment: {} })
  return renderTree(fleet, name)
}

function own(tree: Tree): string[] {
  return [...tree.files.keys()].filter((path) => !path.startsWith("nix/"))
}

const two = {
  "hosts/a.yaml": `${leastHost}modules: [./a/main.nix]\n`,
  "hosts/a/main.nix": "{ imports = [ ./more.nix ../shared/s.nix ]; }\n",
  "hosts/a/more.nix": "{ }\n",
  "hosts/b.yaml": "address: y.lan\ngpu: {vendor: none}\n",
  "hosts/b/main.nix": "{ }\n",
  "hosts/shared/deep/d.sh": "#!/bin/sh\n",
  "hosts/shared/other.nix": "{ }\n",
  "hosts/shared/s.nix": "{ x = ./deep; y = ./gone.nix; }\n",
}

test("a tree has the flake, one slice, and what paths reach", async () => {
  const tree = await render(await makeFleet(two))
  expect(own(tree).sort()).toEqual([
    "flake.nix",
    "inventory/a.json",
    "modules/a/hosts/a/main.nix",
    "modules/a/hosts/a/more.nix",
    "modules/a/hosts/shared/deep/d.sh",
    "modules/a/hosts/shared/s.nix",
  ])
})

test("equal fleets give equal bytes, wherever they lie", async () => {
  const [one, other] = await Promise.all([makeFleet(two), makeFleet(two)])
  const trees = await Promise.all([render(one), render(other)])
  expect(trees[0]?.archive).toEqual(trees[1]?.archive)
  expect(trees[0]?.hash).toBe(trees[1]?.hash)
})

test("what another host says doesn't change a host's tree", async () => {
  const root = await makeFleet(two)
  const before = await render(root)
  await appendFile(join(root, "hosts/b.yaml"), "tags: [new]\n")
  await appendFile(join(root, "hosts/b/main.nix"), "# new\n")
  await writeFile(join(root, "hosts/c.yaml"), leastHost)
  expect((await render(root)).hash).toBe(before.hash)
})

test("how a host is reached doesn't change its tree", async () => {
  const root = await makeFleet(two)
  const before = await render(root)
  await appendFile(
    join(root, "hosts/a.yaml"),
    "user: ops\ntags: [x]\npolicy: {heavy-builds: allow}\n" +
      "port: 2222\nsudo-password: env:PW\n",
  )
  expect((await render(root)).hash).toBe(before.hash)
})

test("the order of keys and comments doesn't change a tree", async () => {
  const inOrder = { ...two, "hosts/fleet.yaml": "inputs: {a: 'path:/a'}\n" }
  const turned = {
    ...inOrder,
    "hosts/a.yaml":
      "# x\nmodules: [./a/main.nix]\ngpu: {vendor: none}\naddress: x.lan\n",
  }
  const trees = await Promise.all(
    [inOrder, turned].map(async (files) => render(await makeFleet(files))),
  )
  expect(trees[0]?.hash).toBe(trees[1]?.hash)
})

const lock = JSON.stringify({
  nodes: {
    nixpkgs: { original: { path: "/x", type: "path" } },
    root: { inputs: { nixpkgs: "nixpkgs" } },
  },
  root: "root",
  version: 7,
})

test("the lock of the fleet, once saved, goes along", async () => {
  const fleet = "inputs: {nixpkgs: 'path:/x'}\n"
  const root = await makeFleet({ ...two, "hosts/fleet.yaml": fleet })
  await saveLock({ root }, lock)
  const { files } = await render(root)
  const sent = files.get("flake.lock")?.content ?? ""
  expect(Buffer.from(sent).toString()).toBe(lock)
})

test("a lock of other inputs is an error that names them", async () => {
  const root = await makeFleet(two)
  await saveLock({ root }, lock)
  await expect(render(root)).rejects.toMatchObject({
    code: "SDOPS_LOCK_STALE",
    details: { inputs: ["nixpkgs"] },
  })
})

test("more bytes than are pushed are refused, not read", async () => {
  const big = Buffer.alloc(17_000_000)
  const files = { "hosts/a/one.bin": big, "hosts/a/two.bin": big }
  const root = await makeFleet({ ...two, ...files })
  await expect(render(root)).rejects.toMatchObject({
    code: "SDOPS_TREE_TOO_LARGE",
    message: "the files of hosts/a are at least 34.0 MB; the limit is 32.0 MB",
  })
})

test("what an editor or git left is no part; a script stays one", async () => {
  const root = await makeFleet({
    ...two,
    "hosts/a/.DS_Store": "",
    "hosts/a/.git/config": "",
    "hosts/a/main.nix~": "",
    "hosts/a/run.sh": "#!/bin/sh\n",
  })
  await chmod(join(root, "hosts/a/run.sh"), 0o755)
  await symlink("nobody@nowhere.1", join(root, "hosts/a/.#main.nix"))
  const { files } = await render(root)
  const paths = [...files].filter(([path]) => path.startsWith("modules/"))
  expect(paths.map(([path, file]) => [path, file.executable])).toEqual([
    ["modules/a/hosts/a/main.nix", false],
    ["modules/a/hosts/shared/s.nix", false],
    ["modules/a/hosts/shared/deep/d.sh", false],
    ["modules/a/hosts/a/more.nix", false],
    ["modules/a/hosts/a/run.sh", true],
  ])
})

test("sdops' own Nix code goes along", async () => {
  const { files } = await render(await makeFleet(two))
  expect(files.has("nix/outputs.nix")).toBe(true)
})
