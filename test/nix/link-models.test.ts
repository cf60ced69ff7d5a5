import { execFileSync } from "node:child_process"
import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  readlink,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { expect } from "vitest"
import { test as base } from "vitest"

const modules = join(import.meta.dirname, "../../nix/modules")
const script = join(modules, "link-models.sh")
const forgetting = join(modules, "forget-models.sh")

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

/** What it says, and whether a name has another file than before. */
function link({ models, tree }: { models: string; tree: string }): string {
  const code = `. ${script}; echo "replaced: $replaced"`
  return execFileSync("/bin/sh", ["-euc", code], {
    encoding: "utf8",
    env: { PATH: process.env["PATH"], models, tree },
  })
}

/** Runs forget-models.sh with a curl that notes its last word, the URL. */
async function forget(replaced: string, curlExit: number) {
  const folder = await mkdtemp(join(tmpdir(), "forget-models-"))
  const curl = join(folder, "curl")
  const note = join(folder, "asked")
  const program = `#!/bin/sh\nfor word; do :; done\necho "$word" >${note}\n`
  await writeFile(curl, `${program}exit ${curlExit}\n`, { mode: 0o755 })
  const said = execFileSync("/bin/sh", ["-euc", `. ${forgetting}`], {
    encoding: "utf8",
    env: { curl, replaced, url: "http://127.0.0.1:8188" },
  })
  const asked = await readFile(note, "utf8").catch(() => "")
  await rm(folder, { recursive: true })
  return { asked: asked.trim(), said: said.trim() }
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

test("only a name with another file counts as replaced", async ({
  folders,
}) => {
  await declare(folders.tree, { "vae/a.pt": file })
  expect(link(folders)).toBe("replaced: \n")
  expect(link(folders)).toBe("replaced: \n")
  await declare(folders.tree, { "vae/a.pt": other })
  expect(link(folders)).toBe("replaced: yes\n")
  await declare(folders.tree, {})
  expect(link(folders)).toBe("replaced: \n")
})

test("a link of somebody's own to nowhere is told and stays", async ({
  folders,
}) => {
  const folder = join(folders.models, "loras")
  await mkdir(folder, { recursive: true })
  await symlink("/nowhere/x.pt", join(folder, "own.pt"))
  const said = "loras/own.pt: the file it links to is gone\n"
  expect(link(folders)).toContain(said)
  expect(await readdir(folder)).toEqual(["own.pt"])
})

test("ComfyUI is asked to forget when something was replaced", async () => {
  expect(await forget("", 0)).toEqual({ asked: "", said: "" })
  expect(await forget("yes", 0)).toEqual({
    asked: "http://127.0.0.1:8188/free",
    said: "ComfyUI reloads its models",
  })
})

test("a ComfyUI that doesn't answer is no failure", async () => {
  const { said } = await forget("yes", 7)
  expect(said).toMatch(/^ComfyUI doesn't answer/)
})
