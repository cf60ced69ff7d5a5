import { chmod, readdir, readFile, rm, stat, symlink } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import type { Edit } from "../../../src/inventory/edit/edit.ts"
import { editFleet } from "../../../src/inventory/edit/edit-fleet.ts"
import { leastHost, makeFleet } from "../make-fleet.ts"
import { patient } from "../../files/patient.ts"

const builder: Edit = {
  do: "set",
  path: ["builders", "neon"],
  value: { address: "neon.lan" },
}

const read = (root: string) => readFile(join(root, "hosts/fleet.yaml"), "utf8")

test("the fleet comes back as the file now says", async () => {
  const root = await makeFleet({ "hosts/fleet.yaml": "# ours\n{}\n" })
  const fleet = await editFleet({ root }, () => [builder], patient)
  expect(Object.keys(fleet.builders)).toEqual(["neon"])
  expect(await read(root)).toBe(
    "# ours\nbuilders:\n  neon:\n    address: neon.lan\n",
  )
})

test("what would not load isn't written, and nothing is left", async () => {
  const text = "builders: { neon: { address: neon.lan } }\n"
  const root = await makeFleet({
    "hosts/fleet.yaml": text,
    "hosts/x.yaml": `${leastHost}build-on: neon\n`,
  })
  const removal: Edit = { do: "remove", path: ["builders", "neon"] }
  await expect(
    editFleet({ root }, () => [removal], patient),
  ).rejects.toMatchObject({
    because: [
      expect.stringContaining("hosts/x.yaml:3:11 build-on: no builder"),
    ],
    code: "SDOPS_INVENTORY",
  })
  expect(await read(root)).toBe(text)
  expect(await readdir(join(root, "hosts"))).toEqual(["fleet.yaml", "x.yaml"])
})

test("a place behind an alias is left to the editor", async () => {
  const text = "caches: &none\n  []\n"
  const root = await makeFleet({ "hosts/fleet.yaml": text })
  const odd: Edit = { do: "set", path: ["caches", 0, "url"], value: "x" }
  await expect(editFleet({ root }, () => [odd], patient)).rejects.toMatchObject(
    {
      code: "SDOPS_NOT_EDITABLE",
    },
  )
  expect(await read(root)).toBe(text)
})

test("a link stays a link and a mode stays the mode", async () => {
  const root = await makeFleet({ "hosts/fleet.yaml": "", "mine.yaml": "{}" })
  const elsewhere = await makeFleet({})
  await chmod(join(root, "mine.yaml"), 0o640)
  const link = join(elsewhere, "hosts/fleet.yaml")
  await rm(link)
  await symlink(join(root, "mine.yaml"), link)
  await editFleet({ root: elsewhere }, () => [builder], patient)
  expect(await readFile(join(root, "mine.yaml"), "utf8")).toContain("neon.lan")
  expect((await stat(join(root, "mine.yaml"))).mode & 0o777).toBe(0o640)
})
