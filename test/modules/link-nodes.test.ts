import { spawnSync } from "node:child_process"
import { mkdir, mkdtemp, readdir, readlink, rm } from "node:fs/promises"
import { symlink } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test as base } from "vitest"

const script = join(import.meta.dirname, "../../nix/modules/link-nodes.sh")
const one = "/nix/store/00000000000000000000000000000000-one"
const other = "/nix/store/11111111111111111111111111111111-other"

const test = base.extend<{ folders: { nodes: string; tree: string } }>({
  folders: async ({}, use) => {
    const root = await mkdtemp(join(tmpdir(), "link-nodes-"))
    const folders = { nodes: join(root, "nodes"), tree: join(root, "tree") }
    await mkdir(folders.nodes)
    await use(folders)
    await rm(root, { recursive: true })
  },
})

async function link(
  { nodes, tree }: { readonly nodes: string; readonly tree: string },
  declared: Readonly<Record<string, string>>,
) {
  await rm(tree, { force: true, recursive: true })
  await mkdir(tree)
  for (const [name, target] of Object.entries(declared))
    await symlink(target, join(tree, name))
  return spawnSync("/bin/sh", [script, tree, nodes], { encoding: "utf8" })
}

test("what is declared is linked, and moves", async ({ folders }) => {
  await link(folders, { "a b": one, gone: one })
  const { status } = await link(folders, { "a b": other })
  expect(status).toBe(0)
  expect(await readdir(folders.nodes)).toEqual(["a b"])
  expect(await readlink(join(folders.nodes, "a b"))).toBe(other)
})

test("what people put there stays", async ({ folders }) => {
  await mkdir(join(folders.nodes, "theirs"))
  await symlink("/srv/node", join(folders.nodes, "linked"))
  await link(folders, { declared: one })
  expect((await readdir(folders.nodes)).toSorted()).toEqual([
    "declared",
    "linked",
    "theirs",
  ])
})

test("a folder of a declared name stops the start", async ({ folders }) => {
  const taken = join(folders.nodes, "taken")
  await mkdir(taken)
  const { status, stderr } = await link(folders, { taken: one })
  expect({ status, stderr }).toEqual({
    status: 1,
    stderr: `custom node taken: ${taken} exists and is not a link\n`,
  })
})
