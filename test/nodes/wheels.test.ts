import { spawnSync } from "node:child_process"
import { mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import fc from "fast-check"
import { expect, test } from "vitest"
import { bestWheel } from "../../src/nodes/best-wheel.ts"
import { hostWheel, wheelVersion } from "../../src/nodes/host-wheel.ts"
import { fileOf, wheelName } from "../../src/nodes/wheel-name.ts"
import { zip } from "../../src/nodes/zip.ts"

const ordered = [
  "a-1-cp312-cp312-manylinux_2_28_x86_64.whl",
  "a-1-cp312-cp312-manylinux2014_x86_64.manylinux_2_17_x86_64.whl",
  "a-1-cp312-cp312-linux_x86_64.whl",
  "a-1-cp311-abi3-manylinux_2_28_x86_64.whl",
  "a-1-cp38-abi3-manylinux_2_34_x86_64.whl",
  "a-1-py3-none-manylinux_2_17_x86_64.whl",
  "a-1-2-py3-none-any.whl",
  "a-1-py3-none-any.whl",
  "a-1-py2.py3-none-any.whl",
].map((file) => ({ url: `https://example.org/${file}` }))

test("the most particular wheel wins, in whatever order they come", () => {
  const some = fc.shuffledSubarray(ordered, { minLength: 1 })
  fc.assert(
    fc.property(some, (wheels) => {
      const first = ordered.find((wheel) => wheels.includes(wheel))
      const best = bestWheel(wheels)
      // Of two that differ in nothing that counts either will do.
      expect([first, ordered.at(-2), ordered.at(-1)]).toContain(best)
    }),
  )
})

test("a name is read from an address as it is called", () => {
  const url = "https://example.org/x/torch-2.10.0%2Bcu126-1a-cp312-cp312-a.whl"
  expect(wheelName(fileOf(`${url}?sig=1#sha256=2`))).toEqual({
    abis: ["cp312"],
    build: 1,
    name: "torch",
    platforms: ["a"],
    pythons: ["cp312"],
    version: "2.10.0+cu126",
  })
  expect(wheelName("torch-2.10.0.tar.gz")).toBeUndefined()
})

test.for([
  ["2.10.0+cu126", "2.10.0+cu126"],
  ["1.2.post1", "1.2.post1"],
  ["3.0RC1", "3.0rc1"],
  ["0.1-unstable-2026-01-01", "0.1"],
  ["unstable", "0"],
])("nixpkgs' version %s is written %s", ([written = "", version]) => {
  expect(wheelVersion(written)).toBe(version)
})

test("a host's wheel is of its package's name and version only", () => {
  const { content, file } = hostWheel("torch-sde", "0.2.6")
  expect(file).toBe("torch_sde-0.2.6-py3-none-any.whl")
  const text = Buffer.from(content).toString("latin1")
  expect(text).toContain("torch_sde-0.2.6.dist-info/METADATA")
  expect(text).toContain("Name: torch-sde\nVersion: 0.2.6\n")
  expect(text).not.toContain("Requires-Dist")
  expect(hostWheel("torch-sde", "0.2.6").content).toEqual(content)
})

test("an archive is read by an unzip that isn't ours", async ({ skip }) => {
  if (spawnSync("python3", ["--version"]).error !== undefined)
    return skip("no python3 here")
  const folder = await mkdtemp(join(tmpdir(), "sdops-zip-"))
  try {
    const file = join(folder, "a.zip")
    await writeFile(
      file,
      zip([
        ["d/é.txt", "grüße\n"],
        ["empty", ""],
      ]),
    )
    const listed = spawnSync("python3", ["-m", "zipfile", "-t", file])
    expect(listed.status).toBe(0)
    expect(listed.stdout.toString()).toContain("Done testing")
  } finally {
    await rm(folder, { force: true, recursive: true })
  }
})
