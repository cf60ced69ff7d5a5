import { readFile, stat } from "node:fs/promises"
import { join } from "node:path"
import { beforeAll, beforeEach, describe, expect, test } from "vitest"
import {
  cacheAdded,
  cacheCheck,
  cacheList,
  cacheRemoved,
  keyMade,
} from "../../src/caches/result.ts"
import { publicKeyOf } from "../../src/nix/cache/signing-key.ts"
import { Secret } from "../../src/secret.ts"
import { type Answering, answering } from "./answering.ts"
import { type LoopbackFleet, loopbackFleet } from "./loopback-fleet.ts"
import { built, sdops } from "./sdops.ts"

// Of a path that Nix itself signed; see test/nix/signature.test.ts.
const key = "rehearsal-1:uaRUXES5wvLEShpom2Ap6afv185swE2QYvPLCA1wJXg="
const otherKey = "rehearsal-1:74DUi4Ye579gUqzH4ziL9IyiJBlDpMRn9MBN8oNan9M="
const hash = "s6ld7rc7ggi1zn3s38cbjbxzpc9qhjyk"
const path = `/nix/store/${hash}-linux-6.12.63`
const narinfo = [
  `StorePath: ${path}`,
  "NarHash: sha256:1d9d82m4nhn4did8j761hz9shzbmfk1ysfc680lvxc9iqclj4id3",
  "NarSize: 67320",
  "References: ",
  "Sig: rehearsal-1:CTd2zU+RbcEkClvuPtmJef8+oKxaI3E48idvsT99suu4t0+wfj7GZ" +
    "MN5AkA/SxL006ik/xkHKqs81mIt1MS5Cg==",
].join("\n")
const info = "StoreDir: /nix/store\nWantMassQuery: 1\nPriority: 30\n"
const answers = { "/nix-cache-info": info, [`/${hash}.narinfo`]: narinfo }

let fleet: LoopbackFleet
let server: Answering
beforeAll(built)
beforeEach(async () => {
  fleet = await loopbackFleet("closed")
  server = await answering(answers)
  return async () => {
    await fleet[Symbol.asyncDispose]()
    await server[Symbol.asyncDispose]()
  }
})

const run = (...words: string[]) =>
  sdops(["cache", ...words], {
    cwd: fleet.environment["SDOPS_FLEET"] ?? "",
    environment: fleet.environment,
  })
const fleetFile = () =>
  readFile(join(fleet.environment["SDOPS_FLEET"] ?? "", "hosts/fleet.yaml"), {
    encoding: "utf8",
  })
const errorOf = (ran: { stdout: string }) => JSON.parse(ran.stdout).error

describe("cache add", () => {
  test("adds a cache and nothing else to the file", async () => {
    const before = await fleetFile()
    const words = [server.url, "--key", key, "--yes"]
    const { exit, stderr, stdout } = await run("add", ...words)
    expect([exit, stderr]).toEqual([0, ""])
    expect(stdout).toContain(`added ${server.url}\n  key   ${key}`)
    const after = await fleetFile()
    const added = `  - key: ${key}\n    url: ${server.url}\n`
    expect(after).toContain(added)
    expect(after.replace(added, "")).toBe(before)
  })

  test("with --json says the same, then that nothing changed", async () => {
    const words = ["add", server.url, "--key", key, "--yes", "--json"]
    const first = cacheAdded.parse(JSON.parse((await run(...words)).stdout))
    expect(first).toMatchObject({
      cache: { key, url: server.url },
      changed: true,
      "key-from": "given",
      priority: 30,
      proven: true,
    })
    const again = await run(...words)
    expect(again.exit).toBe(0)
    expect(cacheAdded.parse(JSON.parse(again.stdout)).changed).toBe(false)
  })

  test("without a yes is refused before anybody is asked", async () => {
    const before = await fleetFile()
    const refused = await run("add", server.url, "--key", key, "--json")
    expect(refused.exit).toBe(3)
    expect(errorOf(refused)).toMatchObject({
      code: "SDOPS_NEEDS_YES",
      help: [expect.stringMatching(/^sdops cache add .* --yes$/)],
    })
    expect(errorOf(refused).message).toContain(key)
    expect(server.requests).toEqual([])
    expect(await fleetFile()).toBe(before)
  })

  test("takes a known cache's key from its table", async () => {
    const words = ["https://cache.flox.dev/", "--no-input"]
    const { exit, stderr } = await run("add", ...words)
    expect(exit).toBe(3)
    expect(stderr).toContain("flox-cache-public-1:7F4OyH7ZCnFhcze3fJdfyXYLQw/")
  })

  test("a signature's key name is told, and not trusted", async () => {
    const words = ["add", server.url, "--path", path, "--yes", "--json"]
    const refused = await run(...words)
    expect(refused.exit).toBe(3)
    expect(errorOf(refused)).toMatchObject({
      code: "SDOPS_CACHE_KEY_UNKNOWN",
      details: { names: ["rehearsal-1"] },
    })
    expect(errorOf(refused).message).toContain("its name is rehearsal-1")
  })

  test("--path proves that the key has signed it", async () => {
    const words = ["add", server.url, "--path", path, "--yes", "--json"]
    const wrong = await run(...words, "--key", otherKey)
    expect(wrong.exit).toBe(3)
    expect(errorOf(wrong)).toMatchObject({ code: "SDOPS_CACHE_KEY_UNFIT" })
    expect((await run(...words, "--key", key)).exit).toBe(0)
  })

  test("another key for a declared cache is refused", async () => {
    const words = ["add", "https://cache.nixos-cuda.org", "--yes", "--json"]
    const refused = await run(...words, "--key", key)
    expect(refused.exit).toBe(3)
    expect(errorOf(refused).code).toBe("SDOPS_CACHE_DECLARED")
  })

  test.each([
    ["a web page", "<!DOCTYPE html>\n<html></html>", "it is a web page"],
    ["something else", "hello\n", "it is something else"],
    ["another store", "StoreDir: /gnu/store\n", "store /gnu/store, not"],
    ["no store", "Priority: 40\n", "names no StoreDir"],
    ["nothing there", 404, "no nix-cache-info (HTTP 404)"],
    ["a broken server", 503, "HTTP 503"],
  ])("%s is no cache", async (_, answer, why) => {
    await using other = await answering({ "/nix-cache-info": answer })
    const before = await fleetFile()
    const words = ["add", other.url, "--key", key, "--yes", "--json"]
    const failed = await run(...words)
    expect(failed.exit).toBe(1)
    expect(errorOf(failed).code).toBe("SDOPS_NOT_A_CACHE")
    expect(errorOf(failed).message).toContain(why)
    expect(await fleetFile()).toBe(before)
  })

  test("a cache that only hosts can ask is taken with its key", async () => {
    const words = ["add", "s3://cache", "--key", key, "--yes", "--json"]
    const { exit, stdout } = await run(...words)
    expect(exit).toBe(0)
    expect(cacheAdded.parse(JSON.parse(stdout)).proven).toBe(false)
  })

  test("a cache that is down or doesn't exist is said", async () => {
    await server[Symbol.asyncDispose]()
    const words = ["--key", key, "--yes", "--json"]
    const down = await run("add", server.url, ...words)
    expect(errorOf(down).message).toContain("connection refused")
    const lost = await run("add", "http://cache.invalid", ...words)
    expect(errorOf(lost).message).toContain("the name does not resolve")
  })

  test.each([
    [["no sense", "--key", key], "a cache's URL"],
    [["nix-community"], "sdops cache add https://nix-community.cachix.org"],
    [["https://ada:hunter2@cache.lan", "--key", key], "a password"],
    [["http://127.0.0.1:9", "--key", "rehearsal-1"], "a public key"],
    [["s3://cache"], "needs --key"],
    [["http://127.0.0.1:9", "--key", key, "--path", "/x"], "not a store path"],
    [[], "needs URL"],
  ])("%j is bad usage", async (words, why) => {
    const { exit, stderr } = await run("add", ...words, "--yes")
    expect(exit).toBe(2)
    expect(stderr).toContain(why)
    expect(stderr).not.toContain("hunter2")
  })
})

test("cache remove takes out one, and no other line", async () => {
  const before = await fleetFile()
  await run("add", server.url, "--key", key, "--yes")
  const removed = await run("remove", `${server.url}/`, "--json")
  expect(removed.exit).toBe(0)
  expect(cacheRemoved.parse(JSON.parse(removed.stdout)).removed.key).toBe(key)
  expect(await fleetFile()).toBe(before)
  const again = await run("remove", server.url, "--json")
  expect(again.exit).toBe(2)
  expect(errorOf(again)).toMatchObject({
    code: "SDOPS_CACHE_UNDECLARED",
    details: { known: ["https://cache.nixos-cuda.org"] },
  })
})

test("cache list asks nobody", async () => {
  const { exit, stdout } = await run("list")
  expect(exit).toBe(0)
  expect(stdout).toMatch(/^https:\/\/cache\.nixos-cuda\.org +cache\.nixos-cuda/)
  const json = await run("list", "--json")
  expect(cacheList.parse(JSON.parse(json.stdout)).caches).toHaveLength(1)
})

test("cache check tells of a host that can't be reached", async () => {
  const { exit, stderr, stdout } = await run("check")
  expect(exit).toBe(1)
  expect(stderr).toMatch(/^lithium {2}bad/m)
  expect(stdout).toContain("SDOPS_UNREACHABLE")
  const json = await run("check", "lithium", "--json")
  const [host] = cacheCheck.parse(JSON.parse(json.stdout)).hosts
  expect(host?.error?.code).toBe("SDOPS_UNREACHABLE")
  expect((await run("check", "litium")).exit).toBe(2)
})

test("cache push wants one host, a URL and a key", async () => {
  const to = ["--to", "file:///srv/cache"]
  const keyFile = ["--key-file", "env:MOOSE"]
  expect((await run("push", "lithium", ...to)).exit).toBe(2)
  expect((await run("push", "lithium", ...keyFile)).exit).toBe(2)
  const nonsense = await run("push", "lithium", "--to", "moose", ...keyFile)
  expect(nonsense.exit).toBe(2)
  expect(nonsense.stderr).toContain("--to must be the cache's URL")
  const json = await run("push", "lithium", ...to, ...keyFile, "--json")
  expect(errorOf(json)).toMatchObject({
    code: "SDOPS_UNREACHABLE",
    host: "lithium",
  })
})

describe("cache keygen", () => {
  test("writes a key that only its owner can read, and once", async () => {
    const made = await run("keygen", "cache.lan-1", "--json")
    const { file, key: open } = keyMade.parse(JSON.parse(made.stdout))
    const text = await readFile(file, "utf8")
    expect(publicKeyOf(new Secret(text.trim()))).toBe(open)
    expect((await stat(file)).mode & 0o777).toBe(0o600)
    expect(made.stdout + made.stderr).not.toContain(text.slice(12, 60))
    const again = await run("keygen", "cache.lan-1", "--json")
    expect(again.exit).toBe(3)
    expect(errorOf(again).code).toBe("SDOPS_KEY_FILE_EXISTS")
    expect(await readFile(file, "utf8")).toBe(text)
  })

  test("a name with a colon, or a folder that isn't there", async () => {
    const named = await run("keygen", "cache:1")
    expect([named.exit, named.stdout]).toEqual([2, ""])
    const lost = await run("keygen", "a-1", "--out", "no/where", "--json")
    expect(lost.exit).toBe(1)
    expect(errorOf(lost).code).toBe("SDOPS_KEY_FILE")
  })
})
