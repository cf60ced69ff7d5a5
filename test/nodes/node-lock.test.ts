import { mkdtemp, rm } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"
import fc from "fast-check"
import { expect, test } from "vitest"
import {
  type NodeLock,
  nodeLockText,
  readNodeLock,
} from "../../src/nodes/node-lock.ts"
import { resolverTree } from "../../src/nodes/resolver-tree.ts"
import {
  replaceNodeLock,
  savedNodeLock,
} from "../../src/nodes/saved-node-lock.ts"
import { wheelChanges } from "../../src/nodes/wheel-changes.ts"
import { patient } from "../files/patient.ts"

const wheel = (name: string, version = "1.0") => ({
  hash: "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
  name,
  url: `https://example.org/${name}.whl`,
  version,
  "wanted-by": ["painter", "framer"],
})

const lock: NodeLock = {
  format: 1,
  "host-packages": { numpy: "2.3.4", torch: "2.9.1" },
  nodes: ["painter", "framer"].map((name) => ({
    hash: "sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=",
    name,
    requirements: ["b", "a"],
    rev: "a".repeat(40),
    url: "https://github.com/nodes/painter",
  })),
  platform: "x86_64-manylinux_2_39",
  python: "3.12",
  "wheel-hosts": ["example.org", "files.example.org"],
  wheels: [wheel("c"), wheel("a"), wheel("b")],
}

test("the order in which things were found changes no byte of a lock", () => {
  const text = nodeLockText(lock)
  const pairs = Object.entries(lock["host-packages"])
  const shuffled = fc.record({
    host: fc.shuffledSubarray(pairs, { minLength: pairs.length }),
    nodes: fc.shuffledSubarray(lock.nodes, { minLength: 2 }),
    wheels: fc.shuffledSubarray(lock.wheels, { minLength: 3 }),
  })
  fc.assert(
    fc.property(shuffled, ({ host, nodes, wheels }) => {
      const packages = Object.fromEntries(host)
      const others = lock["wheel-hosts"]?.toReversed()
      const other: NodeLock = {
        ...lock,
        "host-packages": packages,
        nodes,
        "wheel-hosts": others,
        wheels,
      }
      expect(nodeLockText(other)).toBe(text)
    }),
  )
  expect(nodeLockText(readNodeLock(text) as NodeLock)).toBe(text)
})

test("a lock from before its wheels' hosts were written is one", () => {
  const { "wheel-hosts": _, ...older } = lock
  const text = nodeLockText(older)
  expect(text).not.toContain("wheel-hosts")
  expect(nodeLockText(readNodeLock(text) as NodeLock)).toBe(text)
})

test.for(["", "<<<<<<< HEAD\n{}", "{}", '{"format":2}'])(
  "%o is no lock",
  (text) => {
    expect(readNodeLock(text)).toBeUndefined()
  },
)

test("changes are those of versions, by name", () => {
  const after = { wheels: [wheel("a", "2.0"), wheel("c"), wheel("d")] }
  expect(wheelChanges(lock, after)).toEqual([
    { from: "1.0", name: "a", to: "2.0" },
    { from: "1.0", name: "b" },
    { name: "d", to: "1.0" },
  ])
})

test("the resolver gets wheels of the host, lists and pins", () => {
  const requirements = [[{ name: "gguf", text: "gguf>=0.9" }], []]
  const packages = { torch: "2.10.0+cu126" }
  const tree = resolverTree({ before: lock, packages, requirements })
  const texts = [...tree.files]
    .filter(([path]) => !path.endsWith(".whl"))
    .map(([path, { content }]) => [path, Buffer.from(content).toString()])
  const file = "torch-2.10.0+cu126-py3-none-any.whl"
  expect(tree.files.has(`host/${file}`)).toBe(true)
  expect(Object.fromEntries(texts)).toEqual({
    "constraints.txt": `torch @ file://\${SDOPS_HOST}/${file}\n`,
    "nodes/0.in": "gguf>=0.9\n",
    "nodes/1.in": "",
    "pins.txt": "c==1.0\na==1.0\nb==1.0\n",
  })
})

test("a lock that somebody else changed stays as it is", async () => {
  const root = await mkdtemp(join(tmpdir(), "sdops-nodes-"))
  try {
    const first = { after: "one", before: undefined }
    await replaceNodeLock({ root }, "lithium", first, patient)
    await expect(
      replaceNodeLock(
        { root },
        "lithium",
        { after: "two", before: "other" },
        patient,
      ),
    ).rejects.toMatchObject({ code: "SDOPS_NODE_LOCK_MOVED" })
    expect(await savedNodeLock({ root }, "lithium")).toBe("one")
    const gone = { after: undefined, before: "one" }
    await replaceNodeLock({ root }, "lithium", gone, patient)
    expect(await savedNodeLock({ root }, "lithium")).toBeUndefined()
  } finally {
    await rm(root, { force: true, recursive: true })
  }
})
