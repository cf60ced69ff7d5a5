import { readFile, writeFile } from "node:fs/promises"
import { join } from "node:path"
import { afterAll, beforeAll, describe, expect, test } from "vitest"
import { nodesLocked } from "../../src/upkeep/nodes-result.ts"
import { type LoopbackFleet, loopbackFleet } from "./loopback-fleet.ts"
import { built, sdops } from "./sdops.ts"

const rev = "6ea2651e7df66d7585f6ffee804b20e92fb38b8a"
const node = {
  hash: "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
  rev,
  url: "https://github.com/city96/ComfyUI-GGUF",
}

let fleet: LoopbackFleet
let file: string
let text: string
beforeAll(async () => {
  await built()
  fleet = await loopbackFleet("closed")
  file = join(fleet.environment["SDOPS_FLEET"] ?? "", "hosts", "lithium.yaml")
  text = await readFile(file, "utf8")
  await declare(node)
}, 60_000)
afterAll(() => fleet[Symbol.asyncDispose]())

const run = (...words: string[]) =>
  sdops(["nodes", "lock", ...words], { environment: fleet.environment })

/** Gives lithium a custom node, as its file says. */
async function declare(declared: object): Promise<void> {
  const nodes = JSON.stringify({ "ComfyUI-GGUF": declared })
  const comfyui = /^ {2}comfyui:\n/m
  const line = `  comfyui:\n    custom-nodes: ${nodes}\n`
  expect(text).toMatch(comfyui)
  await writeFile(file, text.replace(comfyui, line))
}

describe("nodes lock", () => {
  test("of a host that can't be reached writes nothing", async () => {
    const { exit, stdout } = await run("lithium", "--json")
    expect(exit).toBe(1)
    const { hosts } = nodesLocked.parse(JSON.parse(stdout))
    expect(hosts).toMatchObject([
      {
        error: { code: "SDOPS_UNREACHABLE", host: "lithium" },
        outcome: "failed",
        saved: false,
      },
    ])
  })

  test.for([
    [["--index", "https://me:word@example.org/simple"], "without a password"],
    [["--index", "https://example.org/simple?x=1"], "http or https"],
    [["--index", "https://example.org/$(x)"], "http or https"],
    [["--wheel-host", "https://a.lan/"], "a host's name"],
    [["--index", "ftp://example.org"], "http or https"],
    [["--on", "all,nobody"], "nobody"],
    [["nobody"], "nobody"],
    [["--parallel", "0"], "--parallel"],
  ] as const)("takes no %o", async ([words, said]) => {
    const { exit, stderr, stdout } = await run(...words)
    expect(exit).toBe(2)
    expect(stdout).toBe("")
    expect(stderr).toContain(said)
    expect(stderr).not.toContain("word@")
  })

  test.for([
    [{ ...node, rev: "main" }, "rev: expected a commit of 40 hex digits"],
    [{ ...node, url: "https://example.org/a" }, "url: expected a repository"],
    [{ rev, url: node.url }, "hash: missing"],
  ] as const)("a node such as %o is refused by its place", async (row) => {
    await declare(row[0])
    const { exit, stderr } = await run("lithium")
    expect(exit).toBe(2)
    expect(stderr.replace(/\s+/g, " ")).toContain(row[1])
  })
})
