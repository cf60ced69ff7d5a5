import { expect, test } from "vitest"
import { decideDriver } from "../../src/gpu/decide.ts"
import { parseReferences } from "../../src/gpu/holders.ts"

const kernel = "/nix/store/a-linux"
const loaded = { kernel, module: "550.54.14" }
const candidate = { kernel, vendor: "nvidia", version: "550.54.14" } as const

test("a host without NVIDIA's driver needs nothing", () => {
  const other = {
    kernel: "/nix/store/b",
    vendor: "amd",
    version: null,
  } as const
  expect(decideDriver(loaded, other)).toEqual({ do: "nothing" })
})

test("the same driver and kernel need only the switch", () => {
  expect(decideDriver(loaded, candidate)).toEqual({
    do: "switch",
    version: "550.54.14",
  })
})

test("another kernel needs a boot, whatever the driver", () => {
  const other = { ...candidate, kernel: "/nix/store/b-linux" }
  expect(decideDriver(loaded, other)).toEqual({
    because: "the kernel is another one",
    do: "one-shot-boot",
  })
})

test("another driver needs a reload", () => {
  const other = { ...candidate, version: "580.159.04" }
  const free = parseReferences("nvidia 1 nvidia_uvm,\nnvidia_uvm 0 -\n")
  const decision = { do: "reload", from: "550.54.14", to: "580.159.04" }
  expect(decideDriver(loaded, other)).toEqual(decision)
  expect(decideDriver({ ...loaded, holders: free }, other)).toEqual(decision)
})

test.each([
  ["fbcon holds a reference", "nvidia_drm 1 -\nnvidia 1 nvidia_drm,\n"],
  ["another module uses it", "nvidia 1 nv_peer_mem,\n"],
])("another driver needs a boot when %s", (_, text) => {
  const other = { ...candidate, version: "580.159.04" }
  const holders = parseReferences(text)
  expect(decideDriver({ ...loaded, holders }, other)).toMatchObject({
    because: expect.stringMatching(/cannot be unloaded while in use$/),
    do: "one-shot-boot",
  })
})

test("an unknown version counts as another one", () => {
  const other = { ...candidate, version: null }
  expect(decideDriver(loaded, other).do).toBe("reload")
})

test("a host without a loaded module needs a boot", () => {
  expect(decideDriver({ ...loaded, module: "" }, candidate)).toEqual({
    because: "no NVIDIA module is loaded",
    do: "one-shot-boot",
  })
})
