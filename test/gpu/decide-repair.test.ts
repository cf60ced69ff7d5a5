import { expect, test } from "vitest"
import { decideRepair } from "../../src/gpu/decide-repair.ts"
import type { HostFacts } from "../../src/host/probe/probe.ts"
import { hostFacts, store } from "../deploy/facts.ts"

/** A host whose library is newer than its loaded module. */
const mismatch: Partial<HostFacts> = {
  nvidiaFile: "580.159.04",
  nvidiaLibrary: "580.159.04",
  nvidiaReferences: "nvidia 0 -",
}

function decide(facts: Partial<HostFacts>, policy: "auto" | "reboot" = "auto") {
  return decideRepair(hostFacts(facts), "nvidia", ["comfyui.service"], policy)
}

test("a mismatch is reloaded", () => {
  expect(decide(mismatch)).toEqual({
    do: "reload",
    from: "550.54.14",
    repairs: true,
    stops: [],
    to: "580.159.04",
  })
})

test("asking for it is more than the policy refuse", () => {
  const facts = hostFacts(mismatch)
  expect(decideRepair(facts, "nvidia", [], "refuse").do).toBe("reload")
})

test("the library may be told by nvidia-smi alone, in two parts", () => {
  const output =
    "Failed to initialize NVML: Driver/library version mismatch\n" +
    "NVML library version: 580.159"
  const told = { nvidiaLibrary: "", smiExit: 18, smiOutput: output }
  expect(decide({ ...mismatch, ...told })).toMatchObject({
    do: "reload",
    to: "580.159.04",
  })
})

test("module and library that agree need nothing", () => {
  expect(decide({})).toEqual({ do: "switch", version: "550.54.14" })
  expect(decideRepair(hostFacts({}), "amd", [], "auto").do).toBe("nothing")
})

test.for([
  ["one-shot-boot", "no module is loaded", { nvidiaModule: "" }],
  ["one-shot-boot", "no module for this kernel", { nvidiaFile: "" }],
  ["one-shot-boot", "another module", { nvidiaFile: "570.1.1" }],
  [
    "one-shot-boot",
    "another kernel",
    { kernelPathCurrent: store("linux-6.18") },
  ],
  ["one-shot-boot", "fbcon", { nvidiaReferences: "nvidia_drm 1 -" }],
  ["refuse", "an unknown library", { nvidiaLibrary: "" }],
] as const)("%s: %s", ([does, , facts]) => {
  expect(decide({ ...mismatch, ...facts }).do).toBe(does)
})

test("a policy of reboots holds for repairs too", () => {
  expect(decide(mismatch, "reboot").do).toBe("one-shot-boot")
})
