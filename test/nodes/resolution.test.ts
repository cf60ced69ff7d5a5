import { readFile } from "node:fs/promises"
import { join } from "node:path"
import { expect, test } from "vitest"
import { readResolution } from "../../src/nodes/resolution.ts"
import { unresolved } from "../../src/nodes/say-unresolved.ts"

const folder = join(import.meta.dirname, "..", "fixtures", "uv")
const recorded = (file: string) => readFile(join(folder, file), "utf8")
const nodes = ["painter", "framer"]

test("one wheel a package, who wants it, and what the host has", async () => {
  const found = readResolution({
    lock: await recorded("pylock.json"),
    nodes,
    pins: await recorded("pins.txt"),
  })
  const wheels = found?.wheels.map((wheel) => [
    wheel.name,
    wheel.version,
    wheel["wanted-by"].join(),
    wheel.url.slice(wheel.url.lastIndexOf("/") + 1),
  ])
  expect(wheels).toEqual([
    ["gguf", "0.10.0", "painter", "gguf-0.10.0-py3-none-any.whl"],
    [
      "many",
      "1.0",
      "painter",
      "many-1.0-cp312-cp312-manylinux_2_28_x86_64.whl",
    ],
    [
      "native",
      "1.0",
      "framer",
      "native-1.0-cp312-cp312-manylinux_2_17_x86_64.whl",
    ],
    ["tinytool", "1.2.0", "framer,painter", "tinytool-1.2.0-py3-none-any.whl"],
  ])
  for (const { hash } of found?.wheels ?? [])
    expect(hash).toMatch(/^sha256-[A-Za-z0-9+/]{43}=$/)
  expect(found?.leansOn).toEqual(["numpy", "torch"])
})

test.for(["", "{}x", '{"packages":[{"name":1}]}'])(
  "%o is no answer of the resolver",
  (lock) => {
    expect(readResolution({ lock, nodes, pins: "" })).toBeUndefined()
  },
)

const packages = { numpy: "2.3.4", torch: "2.9.1+cu126" }

test.for([
  ["abi", "native", "no-wheel", /native has no wheel for this Python/],
  ["conflict", "torch>=3", "conflict", /the host has torch 2\.9\.1\+cu126/],
  ["needs-newer", "needs-new-torch", "conflict", /has torch 2\.9\.1/],
  ["nothere", "nothere", "conflict", /not found in the package registry/],
  ["sdist", "onlysdist", "no-wheel", /onlysdist has no wheel/],
  ["too-new", "gguf>5", "conflict", /only gguf<=0\.10\.0 is available/],
] as const)("%s names node, requirement and reason", async (row) => {
  const [file, line, kind, because] = row
  const said = await recorded(`${file}.txt`)
  const failing = [{ line, node: "painter", said }]
  const found = unresolved(said, failing, packages)
  expect(found.kind).toBe(kind)
  expect(found.because).toEqual([expect.stringMatching(because)])
  expect(found.because[0]).toContain(`painter wants ${line}; `)
})

test("an index that doesn't answer is no conflict", async () => {
  const said = await recorded("unreachable.txt")
  expect(unresolved(said, [], packages).kind).toBe("unreachable")
})

test("what has solutions apart only is a conflict", () => {
  const said = "error: No solution found when resolving dependencies"
  const found = unresolved(said, [], packages)
  expect(found).toEqual({ because: [], kind: "conflict" })
})
