import { symlink } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { userFiles } from "../../src/flake/user-files.ts"
import { loadFleet } from "../../src/inventory/load.ts"
import { leastHost, makeFleet } from "../inventory/make-fleet.ts"

async function files(root: string) {
  const fleet = await loadFleet({ from: root }, { environment: {} })
  const host = fleet.hosts.get("a")
  if (host === undefined) throw new Error("no host a")
  return userFiles(fleet, host)
}

function withModule(code: string, more = {}) {
  return makeFleet({
    "hosts/a.yaml": `${leastHost}modules: [./a/main.nix]\n`,
    "hosts/a/main.nix": code,
    ...more,
  })
}

test.each(["../../../x.nix", "../.", "../..", "../../."])(
  "a module that names %s is told that it leaves the fleet",
  async (path) => {
    const root = await withModule(`{\n  imports = [ ${path} ];\n}\n`)
    await expect(files(root)).rejects.toMatchObject({
      code: "SDOPS_PATH_LEAVES_FLEET",
      details: { file: "hosts/a/main.nix", line: 2, path },
    })
  },
)

test.each([
  ["-----BEGIN OPENSSH PRIVATE KEY-----\nb3Blb\n", "a private key"],
  ["-----BEGIN PRIVATE KEY-----\nMIIE\n", "a private key"],
  [`AGE-SECRET-KEY-1${"Q".repeat(58)}\n`, "a private key"],
])("a file of %j is refused", async (content, is) => {
  const root = await withModule("{ }", { "hosts/a/id": content })
  await expect(files(root)).rejects.toMatchObject({
    code: "SDOPS_TREE_UNFIT",
    details: { is, path: "hosts/a/id" },
  })
})

test("a link is refused, since what it names doesn't travel", async () => {
  const root = await withModule("{ }")
  await symlink("/etc/passwd", join(root, "hosts/a/link"))
  await expect(files(root)).rejects.toMatchObject({
    details: { is: "a symbolic link", path: "hosts/a/link" },
  })
})

test("a module behind a linked folder is refused", async () => {
  const root = await withModule("{ imports = [ ../far/x.nix ]; }", {
    "elsewhere/x.nix": "{ }",
  })
  await symlink(join(root, "elsewhere"), join(root, "hosts/far"))
  await expect(files(root)).rejects.toMatchObject({
    details: { is: "behind a symbolic link", path: "hosts/far/x.nix" },
  })
})

test("a path in a comment or a text reaches nothing", async () => {
  const root = await withModule(
    '{ # ../../../x.nix\n  a = "../../../y.nix"; }\n',
  )
  expect([...(await files(root)).keys()]).toEqual(["hosts/a/main.nix"])
})

test("modules that import each other end", async () => {
  const root = await withModule("{ imports = [ ../b/b.nix ]; }", {
    "hosts/b/b.nix": "{ imports = [ ../a/main.nix ./b.nix ]; }",
  })
  expect([...(await files(root)).keys()].sort()).toEqual([
    "hosts/a/main.nix",
    "hosts/b/b.nix",
  ])
})
