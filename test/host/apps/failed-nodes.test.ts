import { expect, test } from "vitest"
import {
  parseFailedNodes,
  sayFailedNode,
} from "../../../src/host/apps/failed-nodes.ts"
import { loadCustomNodes } from "../../standins/comfyui/custom-nodes.ts"
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { join } from "node:path"

const folder = "/var/lib/comfyui/custom_nodes"

test.for([
  ["no line", "", []],
  [
    "a reason",
    `Cannot import ${folder}/gguf module for custom nodes: No module named 'x'
   0.1 seconds (IMPORT FAILED): ${folder}/gguf`,
    [{ name: "gguf", reason: "No module named 'x'" }],
  ],
  [
    "a log without reasons",
    `   0.1 seconds (IMPORT FAILED): ${folder}/gguf`,
    [{ name: "gguf", reason: "" }],
  ],
  [
    "what stands before a line, and escapes in it",
    `[W] Cannot import ${folder}/gguf module for custom nodes: \u001b[31mx`,
    [{ name: "gguf", reason: "x" }],
  ],
  [
    "a folder that isn't declared",
    `   0.1 seconds (IMPORT FAILED): ${folder}/by-hand`,
    [],
  ],
  ["a node that works", `   0.1 seconds: ${folder}/gguf`, []],
] as const)("%s is read", ([, lines, failed]) => {
  expect(parseFailedNodes(lines, ["gguf", "other"])).toEqual(failed)
})

test("what ComfyUI logs of custom nodes is read", async () => {
  const nodes = await mkdtemp(join(tmpdir(), "sdops-nodes-"))
  const files = { good: "X = 1\n", raises: 'raise ImportError("no torch")\n' }
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(nodes, name))
    await writeFile(join(nodes, name, "__init__.py"), text)
  }
  await mkdir(join(nodes, "empty"))

  const lines = loadCustomNodes(nodes).join("\n")
  const failed = parseFailedNodes(lines, ["empty", "good", "raises"])

  await rm(nodes, { recursive: true })
  expect(failed.map(sayFailedNode)).toEqual([
    "the custom node empty could not be imported: [Errno 2] No such file or " +
      `directory: '${nodes}/empty/__init__.py'`,
    "the custom node raises could not be imported: no torch",
  ])
})
