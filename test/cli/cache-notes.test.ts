import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { afterEach, beforeAll, beforeEach, expect, test } from "vitest"
import { answering } from "./answering.ts"
import { type LoopbackFleet, loopbackFleet } from "./loopback-fleet.ts"
import { built, sdops } from "./sdops.ts"

const key = "rehearsal-1:uaRUXES5wvLEShpom2Ap6afv185swE2QYvPLCA1wJXg="

let fleet: LoopbackFleet
beforeAll(built)
beforeEach(async () => {
  fleet = await loopbackFleet("closed")
})
afterEach(() => fleet[Symbol.asyncDispose]())

const folder = () => fleet.environment["SDOPS_FLEET"] ?? ""
const run = (...words: string[]) =>
  sdops(["cache", ...words], {
    cwd: folder(),
    environment: fleet.environment,
  })
const file = () => readFile(join(folder(), "hosts/fleet.yaml"), "utf8")
const errorOf = ({ stdout }: { readonly stdout: string }) =>
  JSON.parse(stdout).error

test("a cache behind a login is taken with its key, unproven", async () => {
  await using other = await answering({ "/nix-cache-info": 401 })
  const words = ["add", other.url, "--yes"]
  const unknown = await run(...words, "--json")
  expect(errorOf(unknown)).toMatchObject({ code: "SDOPS_CACHE_LOGIN" })
  const { exit, stdout } = await run(...words, "--key", key)
  expect([exit, stdout]).toEqual([0, expect.stringContaining("netrc")])
  expect(await file()).toContain(`  - key: ${key}\n    url: ${other.url}`)
})

test("what is known of a dead cache is told, and what to use", async () => {
  const words = ["https://cuda-maintainers.cachix.org/", "--no-input"]
  const { exit, stderr } = await run("add", ...words)
  expect(exit).toBe(3)
  expect(stderr.replaceAll(/\s+/g, " ")).toContain(
    "no longer filled: its CUDA packages moved in November 2025; use " +
      "https://cache.nixos-cuda.org",
  )
})
