import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { beforeAll, beforeEach, expect, test } from "vitest"
import { modelAdded, modelList, modelRemoved } from "../../src/models/result.ts"
import { models, repositories } from "../models/corpus.ts"
import { type ModelSites, modelSites, token } from "../models/sites.ts"
import { type LoopbackFleet, loopbackFleet } from "./loopback-fleet.ts"
import { built, sdops } from "./sdops.ts"

let fleet: LoopbackFleet
let sites: ModelSites
beforeAll(built)
beforeEach(async () => {
  fleet = await loopbackFleet("closed")
  sites = await modelSites({ models, repositories })
  const file = join(fleet.environment["SDOPS_FLEET"] ?? "", "hosts/fleet.yaml")
  const text = await readFile(file, "utf8")
  const mirrors = `model-sites:
  civitai: { mirror: "${sites.civitai.url}", token: "env:MY_TOKEN" }
  hugging-face: { mirror: "${sites.huggingFace.url}" }
`
  await writeFile(file, text + mirrors)
  return async () => {
    await fleet[Symbol.asyncDispose]()
    await sites[Symbol.asyncDispose]()
  }
})

const run = (...words: string[]) =>
  sdops(["models", ...words], {
    cwd: fleet.environment["SDOPS_FLEET"] ?? "",
    environment: { ...fleet.environment, MY_TOKEN: token },
  })
const hostFile = () =>
  readFile(
    join(fleet.environment["SDOPS_FLEET"] ?? "", "hosts/lithium.yaml"),
    "utf8",
  )
/** Without the ends of lines that a narrow terminal makes. */
const flat = (text: string) => text.replaceAll(/\s+/g, " ")
const page = "https://civitai.com/models/328553"

test("what add declares, list shows and remove takes away", async () => {
  const before = await hostFile()
  const added = await run("add", "lithium", page)
  expect([added.exit, added.stderr]).toEqual([0, ""])
  expect(added.stdout).toContain("declared ink")
  expect(added.stdout).toContain("next: sdops models")
  const again = await run("add", "lithium", page, "--json")
  const result = modelAdded.parse(JSON.parse(again.stdout))
  expect(result).toMatchObject({ changed: false, hosts: ["lithium"] })
  const listed = await run("list", "--json")
  const { models: all } = modelList.parse(JSON.parse(listed.stdout))
  expect(all.map(({ file, hosts }) => [file, hosts])).toEqual([
    ["checkpoints/pony-xl-v6.safetensors", ["lithium"]],
    ["loras/ink.safetensors", ["lithium"]],
    ["loras/pony-xl-v6-artist-styles.safetensors", ["lithium"]],
  ])
  const text = (await run("list")).stdout
  expect(text).toMatch(/^loras\/ink\.safetensors +lithium +https:/m)
  const removed = await run("remove", "lithium", "ink", "--json")
  const gone = modelRemoved.parse(JSON.parse(removed.stdout))
  expect(gone.removed.map(({ file }) => file)).toEqual([
    "loras/ink.safetensors",
  ])
  // The comment over it went along; nothing else did.
  expect(await hostFile()).toBe(before)
  for (const { stderr, stdout } of [added, again, listed, removed])
    expect(stdout + stderr).not.toContain(token)
}, 120_000)

test("a failure is told with a code and what helps", async () => {
  const early = await run(
    "add",
    "lithium",
    `${page}?modelVersionId=9`,
    "--json",
  )
  expect(early.exit).toBe(1)
  expect(JSON.parse(early.stdout).error).toMatchObject({
    code: "SDOPS_MODEL_MISSING",
  })
  const shown = await run("add", "lithium", "https://civitai.com/images/1")
  expect(shown.exit).toBe(2)
  expect(flat(shown.stderr)).toContain("it is civitai's page of images")
  const unknown = await run("remove", "lithium", "pony-xl", "--json")
  expect(unknown.exit).toBe(2)
  expect(JSON.parse(unknown.stdout).error).toMatchObject({
    code: "SDOPS_MODEL_UNDECLARED",
    message: expect.stringContaining("did you mean pony-xl-v6?"),
  })
}, 120_000)

test("a pickle off a terminal is refused, with the flag", async () => {
  const before = await hostFile()
  const pickled = "https://civitai.com/models/400?modelVersionId=403"
  const refused = await run("add", "lithium", pickled)
  expect(refused.exit).toBe(3)
  expect(refused.stderr).toContain("--allow-pickle")
  expect(await hostFile()).toBe(before)
  const taken = await run("add", "lithium", pickled, "--allow-pickle")
  expect(taken.exit).toBe(0)
  expect(await hostFile()).toContain("format: ckpt")
}, 120_000)

test("a mirror or token that doesn't fit is named, not shown", async () => {
  const root = fleet.environment["SDOPS_FLEET"] ?? ""
  const file = join(root, "hosts/fleet.yaml")
  const text = await readFile(file, "utf8")
  const bad = text.replace("env:MY_TOKEN", "hf_abcdef")
  await writeFile(file, bad.replace(sites.huggingFace.url, "https://a:b@x.org"))
  const { exit, stderr } = await run("list")
  expect(exit).toBe(2)
  expect(flat(stderr)).toContain("a reference, never the token")
  expect(flat(stderr)).toContain("a URL without a password")
  expect(flat(stderr)).not.toContain("hf_abcdef")
}, 120_000)
