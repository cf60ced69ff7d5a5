import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import {
  builderAdded,
  buildersChecked,
  buildersListed,
} from "../../src/builders/result.ts"
import { type LoopbackFleet, loopbackFleet } from "./loopback-fleet.ts"
import { built, sdops } from "./sdops.ts"

const key =
  "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGu+J6qG4pWmEwq0dPp1uU0oM3JxYQ4mFqTzq3uZ1b2c"

let fleet: LoopbackFleet
beforeAll(async () => {
  await built()
  fleet = await loopbackFleet("closed")
})
afterAll(() => fleet[Symbol.asyncDispose]())

const run = (...words: string[]) =>
  sdops(["builders", ...words], { environment: fleet.environment })

test("list is a table, and a document of the schema", async () => {
  const table = await run("list")
  expect(table.stdout).toMatch(/^argon +root@argon\.lan .*unused$/m)
  const { stdout } = await run("list", "--json")
  const { builders } = buildersListed.parse(JSON.parse(stdout))
  expect(builders.map(({ name }) => name)).toContain("argon")
  const events = await run("list", "--events")
  expect(JSON.parse(events.stdout)).toMatchObject({ event: "result" })
})

test("add with a key asks nobody and keeps what else is there", async () => {
  const root = fleet.environment["SDOPS_FLEET"] ?? ""
  const file = join(root, "hosts", "fleet.yaml")
  const before = await readFile(file, "utf8")
  const words = ["add", "xenon", "xenon.lan", "--host-key", key]
  const { exit, stdout } = await run(...words, "--user", "build", "--json")
  expect(exit).toBe(0)
  const { added, authorise } = builderAdded.parse(JSON.parse(stdout))
  expect(added).toMatchObject({ "host-key": key, name: "xenon" })
  expect(authorise.map(({ host }) => host)).toEqual(["lithium"])
  const after = await readFile(file, "utf8")
  const lines = after.split("\n")
  for (const line of before.split("\n")) expect(lines).toContain(line)
  expect(after).toContain("  xenon:\n    address: xenon.lan\n")
})

test.for([
  [["add", "host", "x.lan", "--host-key", key], "neither host nor control"],
  [["add", "x", "x.lan", "--features", "a b"], "expected a system"],
  [["add", "x", "x.lan", "--host-key", "AAAA"], "expected a public host"],
  [["add", "x", "x.lan", "--identity", "id"], "expected the absolute"],
  [["add", "x", "x.lan", "--max-jobs", "0"], "--max-jobs"],
  [["add", "x"], "builders add needs ADDRESS"],
  [["check", "agron"], "unknown builder agron; did you mean argon?"],
  [["check", "--from", "litium"], "did you mean lithium?"],
  [["remove", "agron"], "unknown builder agron; did you mean argon?"],
] as const)("%s is turned down with the reason", async ([words, reason]) => {
  const { exit, stderr } = await run(...words)
  expect([exit, stderr]).toEqual([2, expect.stringContaining(reason)])
  const { stdout } = await run(...words, "--json")
  expect(JSON.parse(stdout).error.help).not.toEqual([])
})

test("check of a host out of reach is a finding", async () => {
  const { exit, stdout } = await run("check", "argon", "--json")
  expect(exit).toBe(1)
  const { checks } = buildersChecked.parse(JSON.parse(stdout))
  expect(checks).toMatchObject([
    { builder: "argon", findings: [{ code: "SDOPS_UNREACHABLE" }] },
  ])
})
