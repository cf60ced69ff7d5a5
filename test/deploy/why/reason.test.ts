import { describe, expect, test } from "vitest"
import table from "../../../nix/data/heavy-packages.json" with { type: "json" }
import {
  attributesOf,
  type Reason,
  reasonOf,
} from "../../../src/deploy/why/reason.ts"
import { sayReason } from "../../../src/deploy/why/say-reason.ts"
import { store } from "../facts.ts"

const drv = (name: string, of = name) => `${store(of).slice(0, 44)}${name}.drv`
const torch = "python3.13-torch-2.9.1"
const ofPython = "python3Packages.torch"

const caches = {
  capabilities: ["6.1"],
  capable: { [ofPython]: drv(torch, "capable") },
  python: "3.13",
  stock: { [ofPython]: drv(torch, "stock") },
}

describe("where nixpkgs has a package", () => {
  test.each([
    [torch, [ofPython, "python313Packages.torch"]],
    ["python3.12-torch-2.9.1", [ofPython, "python312Packages.torch"]],
    ["cuda12.9-nccl-2.28.7-1", ["cudaPackages.nccl"]],
    ["magma-2.9.0", ["magma"]],
    ["hello-2.12", []],
  ])("%s is %j", (name, attributes) => {
    expect(attributesOf(drv(name), table.packages)).toEqual(attributes)
  })
})

test.each<[string, string, typeof caches, Reason]>([
  ["its own", drv(torch, "stock"), caches, { why: "revision" }],
  [
    "for other GPUs",
    drv(torch, "capable"),
    caches,
    { capabilities: ["6.1"], why: "capabilities" },
  ],
  [
    "of another Python",
    drv("python3.12-torch-2.9.1"),
    caches,
    { builds: "3.13", used: "3.12", why: "python" },
  ],
  [
    "changed, and for other GPUs",
    drv(torch, "another"),
    caches,
    { from: drv(torch, "capable"), why: "changed" },
  ],
])("a torch that is %s", (_, ours, theirs, reason) => {
  const attributes = attributesOf(ours, table.packages)
  expect(reasonOf(ours, attributes, theirs)).toEqual(reason)
})

test("what nixpkgs doesn't have has no reason", () => {
  const none = { ...caches, capable: {}, stock: {} }
  expect(reasonOf(drv(torch), [ofPython], none)).toEqual({ why: "unknown" })
  expect(reasonOf(drv("hello-1"), [], caches)).toEqual({ why: "unknown" })
  const at = { host: "lithium", root: undefined }
  expect(sayReason(["hello"], { why: "unknown" }, at)).toBeUndefined()
})

test("one reason names all that it explains, and what helps", () => {
  const reason = { builds: "3.13", used: "3.12", why: "python" } as const
  const at = { host: "lithium", root: undefined }
  const said = sayReason(["torch 2.9.1", "triton 3.5.1"], reason, at)
  expect(said?.because).toBe(
    "torch 2.9.1, triton 3.5.1 are for Python 3.12, and caches build " +
      "packages of Python 3.13: use python3Packages, or compile them once " +
      "and share them",
  )
  expect(said?.help[0]).toContain("sdops deploy lithium --goal build")
})
