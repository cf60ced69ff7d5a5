import { mkdtemp, readdir, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { afterAll, beforeAll, expect, test } from "vitest"
import {
  hostEdited,
  hostRemoved,
  hostRenamed,
} from "../../src/inventory/edit/result.ts"
import { hostListing, shownHost } from "../../src/inventory/listing.ts"
import { type LoopbackFleet, loopbackFleet } from "./loopback-fleet.ts"
import { built, sdops } from "./sdops.ts"

let fleet: LoopbackFleet
let folder: string
beforeAll(async () => {
  await built()
  fleet = await loopbackFleet("closed")
  folder = await mkdtemp(join(tmpdir(), "sdops-empty-"))
})
afterAll(async () => {
  await fleet[Symbol.asyncDispose]()
  await rm(folder, { force: true, recursive: true })
})

const run = (...words: string[]) =>
  sdops(["hosts", ...words], { environment: fleet.environment })
const inEmpty = (...words: string[]) => {
  const environment = { ...fleet.environment, SDOPS_FLEET: folder }
  return sdops(["hosts", "add", ...words, "--json"], { environment })
}

test("list and show answer in their schemas and ask nobody", async () => {
  const list = await run("list", "--json")
  const { hosts } = hostListing.parse(JSON.parse(list.stdout))
  expect(hosts.map(({ name }) => name)).toEqual(["lithium"])
  const show = await run("show", "lithium", "--json")
  expect(shownHost.parse(JSON.parse(show.stdout)).name).toBe("lithium")
  const lines = (await run("list", "--events")).stdout.trimEnd().split("\n")
  const { event, ...rest } = JSON.parse(lines.at(-1) ?? "")
  expect(event).toBe("result")
  expect(hostListing.parse(rest).hosts).toEqual(hosts)
  expect(fleet.contacts()).toBe(0)
})

test.each([
  [["show", "litium"], "SDOPS_UNKNOWN_HOST", 2],
  [["show", "all,!moose"], "SDOPS_UNKNOWN_HOST", 2],
  [["list", "@moose"], "SDOPS_UNKNOWN_HOST", 2],
  [["add", "ops@lithium.lan"], "SDOPS_HOST_EXISTS", 3],
  [["add", "ops@neon.lan"], "SDOPS_UNREACHABLE", 1],
])("hosts %s ends with %s", async (words, code, exit) => {
  const ended = await run(...words, "--json")
  const { error } = JSON.parse(ended.stdout)
  expect([error.code, ended.exit]).toEqual([code, exit])
})

test("edit, rename and remove answer in their schemas", async () => {
  await using own = await loopbackFleet("closed")
  const { environment } = own
  const json = async (...words: string[]) => {
    const ran = await sdops(["hosts", ...words, "--json"], { environment })
    return JSON.parse(ran.stdout)
  }
  const edited = await json("edit", "lithium", "--set", "port=2222")
  expect(hostEdited.parse(edited).changed).toBe(true)
  const renamed = await json("rename", "lithium", "helium")
  expect(hostRenamed.parse(renamed).to).toBe("helium")
  const asked = await json("remove", "helium")
  expect(asked.error).toMatchObject({
    code: "SDOPS_NEEDS_YES",
    help: [expect.stringMatching(/--confirm helium$/)],
  })
  const removed = await json("remove", "helium", "--confirm", "helium")
  expect(hostRemoved.parse(removed).undo).toMatch(/^mv .*\.removed/)
  expect((await json("list")).hosts).toEqual([])
  const gone = await json("edit", "helium", "--set", "port=1")
  expect(gone.error.code).toBe("SDOPS_UNKNOWN_HOST")
})

test("an edit without flags wants a terminal", async () => {
  const { exit, stderr } = await run("edit", "lithium")
  expect([exit, stderr]).toEqual([2, expect.stringContaining("--set")])
})

test("a name that is taken is told with one that is free", async () => {
  const words = ["ops@x.lan", "--name", "lithium", "--port=22", "--json"]
  const { stdout } = await run("add", ...words)
  expect(JSON.parse(stdout).error.help).toEqual([
    "sdops hosts show lithium",
    "sdops hosts add ops@x.lan --port=22 --json --name lithium-2",
  ])
})

test("an adoption that reaches nobody names the hop", async () => {
  const { stdout } = await run("add", "ops@neon.lan", "--json")
  expect(JSON.parse(stdout).error).toMatchObject({
    host: "neon",
    stage: "port",
  })
})

test.each([
  [["ops@neon.lan:0"], /a port, 1 to 65535/],
  [["ops@neon.lan:22", "--port", "2222"], /the port is given twice/],
  [["ops ada@neon.lan"], /"ops ada" is not a valid user name/],
  [["-oProxyCommand=x"], /./],
  [["ops@neon.lan", "--name", "Neon"], /can't be a host's name/],
  [["ops@neon.lan", "--name", "all"], /no host can be named all/],
  [["ops@neon.lan", "--host-key", "moose"], /not a public key/],
  [["ops@neon.lan", "--flake", "github.com/ada/dots"], /github:ada\/dots/],
  [["ops@neon.lan", "--nixpkgs", "nixos-26.05"], /expected a flake reference/],
  [[], /ADDRESS/],
])("hosts add %s is wrong usage, and writes nothing", async (words, said) => {
  const { exit, stdout } = await inEmpty(...words)
  const { error } = JSON.parse(stdout)
  expect(exit).toBe(2)
  expect(`${error.message} ${error.because.join(" ")}`).toMatch(said)
  expect(await readdir(folder)).toEqual([])
})
