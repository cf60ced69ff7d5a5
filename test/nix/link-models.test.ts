import { execFileSync } from "node:child_process"
import { mkdir, mkdtemp, readdir, readlink, stat } from "node:fs/promises"
import { rm, symlink, utimes, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { expect } from "vitest"
import { test as base } from "vitest"

const script = join(import.meta.dirname, "../../nix/modules/link-models.sh")

const test = base.extend<{ folders: { models: string; tree: string } }>({
  folders: async ({}, use) => {
    const root = await mkdtemp(join(tmpdir(), "link-models-"))
    const folders = { models: join(root, "models"), tree: join(root, "tree") }
    await mkdir(folders.tree)
    await use(folders)
    await rm(root, { recursive: true })
  },
})

async function declare(tree: string, links: Record<string, string>) {
  await rm(tree, { force: true, recursive: true })
  await mkdir(tree)
  for (const [name, target] of Object.entries(links)) {
    await mkdir(dirname(join(tree, name)), { recursive: true })
    await symlink(target, join(tree, name))
  }
}

function link({ models, tree }: { models: string; tree: string }) {
  execFileSync("/bin/sh", ["-euc", `. ${script}`], { env: { models, tree } })
}

const file = "/nix/store/00000000000000000000000000000000-a.safetensors"
const other = "/nix/store/11111111111111111111111111111111-b.safetensors"

test("each declared model is a link in a real folder", async ({ folders }) => {
  await declare(folders.tree, { "checkpoints/a.safetensors": file })
  link(folders)
  const folder = join(folders.models, "checkpoints")
  expect((await stat(folder)).isDirectory()).toBe(true)
  expect(await readlink(join(folder, "a.safetensors"))).toBe(file)
})

test("a model that is declared no more goes", async ({ folders }) => {
  await declare(folders.tree, { "loras/a.pt": file, "loras/b.pt": other })
  link(folders)
  await declare(folders.tree, { "loras/b.pt": other })
  link(folders)
  expect(await readdir(join(folders.models, "loras"))).toEqual(["b.pt"])
})

test("what people put there stays", async ({ folders }) => {
  const folder = join(folders.models, "loras")
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, "own.pt"), "")
  await symlink("/mnt/models/own.pt", join(folder, "linked.pt"))
  link(folders)
  expect((await readdir(folder)).sort()).toEqual(["linked.pt", "own.pt"])
})

test("an unchanged folder keeps its time stamp", async ({ folders }) => {
  await declare(folders.tree, { "vae/a.pt": file })
  link(folders)
  const folder = join(folders.models, "vae")
  await utimes(folder, 1000, 1000)
  link(folders)
  expect((await stat(folder)).mtimeMs).toBe(1_000_000)
})

test("names may hold anything", async ({ folders }) => {
  const names = ["a b$(x)'\"\n%n.pt", ".hidden.pt", "-n.pt", "ä.pt"]
  const links = names.map((name) => [`vae/${name}`, file] as const)
  await declare(folders.tree, Object.fromEntries(links))
  link(folders)
  const found = await readdir(join(folders.models, "vae"))
  expect(found.sort()).toEqual([...names].sort())
})
