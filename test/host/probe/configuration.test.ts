import { mkdir, symlink } from "node:fs/promises"
import { expect, test } from "vitest"
import { readConfiguration } from "../../../src/host/probe/configuration.ts"
import { FakeRoot, shells } from "../local-shell.ts"

const key = "-----BEGIN OPENSSH PRIVATE KEY-----\nx\n"
const files = {
  "etc/nixos/.env": "A=1",
  "etc/nixos/configuration.nix": "{ }",
  "etc/nixos/flake.nix": "{ }",
  "etc/nixos/part/a b.nix": "[ ]",
  "etc/nixos/part/.git/config": "x",
  "etc/nixos/part/default.nix": "{ }",
  "etc/nixos/part/key.txt": `# mine\n${key}`,
  "etc/nixos/part/wg": `${"A".repeat(43)}=\n`,
  "etc/nixos/part/wg.pub": `${"A".repeat(43)}=\n`,
  "nix/var/nix/profiles/per-user/root/channels/nixos/.git-revision": "abc\n",
}
const programs = {
  "nix-instantiate": 'case $2 in *bad*) exit 1 ;; esac; echo "AST of $2"',
}

const read = async (
  root: FakeRoot,
  shell: readonly string[],
  paths: readonly string[],
) => {
  const found = await readConfiguration(root.shell(shell), {
    entry: "/etc/nixos/configuration.nix",
    paths: paths.map((line) => {
      const [how = "", path = ""] = line.split(" ")
      return { how: how as "file", path }
    }),
    within: undefined,
  })
  const seen = found.seen.map(({ kind, path }) => `${kind} ${path}`)
  return { ...found, kinds: seen }
}

test.for(shells)("%s reads what is asked for, and no secret", async (shell) => {
  await using root = await FakeRoot.make(files, programs)
  const found = await read(root, shell, [
    "file configuration.nix",
    "module part",
    "whole part",
    "file gone.nix",
    "file .env",
  ])
  expect(found).toMatchObject({ channelRevision: "abc", flake: true })
  expect(found.within).toBe(root.at("etc/nixos"))
  expect(found.kinds).toEqual([
    "file configuration.nix",
    "folder part",
    "file part/default.nix",
    "folder part",
    "file part/a b.nix",
    "file part/default.nix",
    "secret part/key.txt",
    "secret part/wg",
    "file part/wg.pub",
    "absent gone.nix",
    "secret .env",
  ])
  const [first] = found.seen
  expect(first?.content?.toString()).toBe("{ }")
  expect(first?.ast).toContain("AST of")
  for (const { content, kind } of found.seen)
    if (kind === "secret") expect(content).toBeUndefined()
})

test.for(shells)("%s names links and stops at folders", async (shell) => {
  await using root = await FakeRoot.make(files, programs)
  await symlink("/etc/passwd", root.at("etc/nixos/linked.nix"))
  await symlink(root.at("etc/nixos/part"), root.at("etc/nixos/again"))
  await mkdir(root.at("etc/nixos/empty"))
  const { kinds } = await read(root, shell, [
    "file linked.nix",
    "whole again",
    "module empty",
    "whole .",
  ])
  expect(kinds.slice(0, 4)).toEqual([
    "link linked.nix",
    "link again",
    "folder empty",
    "absent empty/default.nix",
  ])
  expect(kinds).toContain("secret .env")
  expect(kinds).not.toContain("file part/.git/config")
})

test.for(shells)("%s without a configuration has no entry", async (shell) => {
  await using root = await FakeRoot.make({})
  const found = await read(root, shell, ["file configuration.nix"])
  expect(found.kinds).toEqual([])
  expect(found.flake).toBe(false)
})
