import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  realpath,
  rm,
  symlink,
  writeFile,
} from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { expect, test as base } from "vitest"
import { newFolder } from "../../src/files/new-folder.ts"
import { placeWithin } from "../../src/files/place-within.ts"

const test = base.extend<{ root: string }>({
  root: async ({}, use) => {
    const root = await realpath(await mkdtemp(join(tmpdir(), "sdops-files-")))
    await use(root)
    await rm(root, { force: true, recursive: true })
  },
})

const file = { content: Buffer.from("x"), executable: true }

test.for([
  "../x/.bash_profile",
  "../../.git/hooks/post-checkout",
  "/tmp/x",
  ".git/config",
  "a\\b",
])("nothing is written of a folder that has %j", async (path, { root }) => {
  const files = new Map([
    ["good", file],
    [path, file],
  ])
  await expect(newFolder(join(root, "a"), files)).rejects.toMatchObject({
    code: "SDOPS_PATH_REFUSED",
  })
  expect(await readdir(root)).toEqual([])
})

test("nor where a file is also a folder", async ({ root }) => {
  const files = new Map([
    ["a", file],
    ["a/b", file],
  ])
  await expect(newFolder(join(root, "x"), files)).rejects.toMatchObject({
    code: "SDOPS_PATH_REFUSED",
  })
  expect(await readdir(root)).toEqual([])
})

test("a link that lies there leads nowhere", async ({ root }) => {
  const inside = join(root, "inside")
  await mkdir(inside)
  await symlink(root, join(inside, "up"))
  await writeFile(join(root, "mine"), "mine")
  await symlink("../mine", join(inside, "file"))
  for (const path of ["up/x", "up", "file"])
    await expect(placeWithin(inside, path)).rejects.toMatchObject({
      code: "SDOPS_PATH_REFUSED",
    })
  expect(await placeWithin(inside, "new/x")).toBe(join(inside, "new/x"))
  expect(await readFile(join(root, "mine"), "utf8")).toBe("mine")
})
