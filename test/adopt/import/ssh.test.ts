import {
  mkdir,
  mkdtemp,
  readdir,
  readFile,
  rm,
  writeFile,
} from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import { afterEach, beforeEach, expect, test } from "vitest"
import { sshAliases } from "../../../src/adopt/import/ssh-aliases.ts"
import { importHosts } from "../../../src/adopt/import/import.ts"
import { loadFleet } from "../../../src/inventory/load.ts"
import { patient } from "../../files/patient.ts"

let home: string
beforeEach(async () => {
  home = await mkdtemp(join(tmpdir(), "sdops-import-"))
})
afterEach(() => rm(home, { force: true, recursive: true }))

async function write(files: Readonly<Record<string, string>>): Promise<string> {
  for (const [path, text] of Object.entries(files)) {
    await mkdir(dirname(join(home, path)), { recursive: true })
    await writeFile(join(home, path), text)
  }
  return join(home, ".ssh/config")
}

test.each([
  ["Host a b\n  User x", ["a", "b"]],
  ['host=a\nHOST "b c" d # e', ["a", "b c", "d"]],
  ["Host * gpu-? !no a,b\nHost real", ["real"]],
  ["# Host no\n\tHost\ttabs\r\nHost win\r\n", ["tabs", "win"]],
  ["Host a\nHost a", ["a"]],
  ["Match host no\n  User x\nHostName no\nHostKeyAlias no", []],
  ["Include none/*\nHost a", ["a"]],
])("%j has the hosts %j", async (text, names) => {
  const file = await write({ ".ssh/config": text })
  expect(await sshAliases(file, { HOME: home })).toEqual(names)
})

test("includes are followed: relative, globs, home, in a ring", async () => {
  const file = await write({
    ".ssh/config": "Include conf.d/*.conf ~/more\nHost last",
    ".ssh/conf.d/1.conf": "Host one",
    ".ssh/conf.d/2.conf": "Host two\nInclude ../config",
    more: "Host three",
  })
  const names = await sshAliases(file, { HOME: home })
  expect(names.toSorted()).toEqual(["last", "one", "three", "two"])
})

const input = (more: object = {}) => ({
  dryRun: false,
  fleet: undefined,
  from: home,
  only: [],
  path: undefined,
  source: "ssh" as const,
  ...more,
})

const context = (file: string) => ({
  ...patient,
  confirm: async () => {},
  emit: () => {},
  environment: {
    HOME: home,
    PATH: process.env["PATH"],
    SDOPS_SSH_CONFIG: file,
  },
})

test("what inventory and ssh know stays apart, whole hosts load", async () => {
  const file = await write({
    ".ssh/config": [
      "Host neon",
      "  HostName 10.0.0.7",
      "  User ops",
      "  Port 2222",
      "Host xenon",
      "  HostName 10.0.0.8",
      "  User ada",
      "  ProxyJump neon",
      "Host github.com",
      "  User git",
      "Host Neon.lan",
      "  User ops",
      "Host _odd",
      "  User root",
    ].join("\n"),
  })
  const result = await importHosts(input(), context(file))
  expect(result.added).toMatchObject([
    { address: "10.0.0.7", host: "neon", port: 2222, user: "ops" },
    { address: "xenon", host: "xenon", user: "ada" },
  ])
  expect(result.added[1]?.notes[0]).toContain("proxyjump neon")
  expect(result.left.map(({ name }) => name)).toEqual([
    "github.com",
    "Neon.lan",
    "_odd",
  ])
  const fleet = await loadFleet(
    { fleet: home, from: home },
    { environment: {} },
  )
  expect(fleet.hosts.get("neon")).toMatchObject({
    address: "10.0.0.7",
    port: 2222,
    user: "ops",
  })
  const text = await readFile(join(home, "hosts/xenon.yaml"), "utf8")
  expect(text).toMatch(/^# xenon, found in .*\n# reached by .*proxyjump neon\n/)
  expect(text).toContain("# sdops hosts add xenon\n")
})

test("what is there is left as it is, by name and by address", async () => {
  const file = await write({
    ".ssh/config":
      "Host a\n  User x\nHost b\n  HostName b.lan\n  User x\nHost c\n  User x",
    "hosts/a.yaml": "address: other # mine\ngpu: {vendor: none}\n",
    "hosts/fleet.yaml": "# mine\ndefaults: { tags: [t] }\n",
    "hosts/old.yaml": "address: B.lan\ngpu: { vendor: none }\n",
  })
  const result = await importHosts(input(), context(file))
  expect(result.added.map(({ host }) => host)).toEqual(["c"])
  expect(result.left).toEqual([
    { name: "a", why: "the inventory has a already" },
    { name: "b", why: "old has its address already" },
  ])
  const kept = ["hosts/a.yaml", "hosts/fleet.yaml"]
  const texts = kept.map((path) => readFile(join(home, path), "utf8"))
  expect(await Promise.all(texts)).toEqual([
    "address: other # mine\ngpu: {vendor: none}\n",
    "# mine\ndefaults: { tags: [t] }\n",
  ])
})

test("a no, a dry run and an empty choice write nothing", async () => {
  const file = await write({ ".ssh/config": "Host a\n  User x" })
  const before = await readdir(home)
  const no = async () => {
    throw new Error("no")
  }
  const refused = importHosts(input(), { ...context(file), confirm: no })
  await expect(refused).rejects.toThrow("no")
  const dry = await importHosts(input({ dryRun: true }), context(file))
  expect(dry.added.map(({ host }) => host)).toEqual(["a"])
  const none = await importHosts(input({ only: ["z*"] }), context(file))
  expect([none.added, none.left]).toEqual([[], []])
  expect(await readdir(home)).toEqual(before)
})

test("a file that isn't there is told by its name", async () => {
  const path = "moose"
  const refused = importHosts(input({ path }), context(join(home, "none")))
  await expect(refused).rejects.toMatchObject({ code: "SDOPS_IMPORT_SOURCE" })
})
