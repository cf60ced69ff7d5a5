import fc from "fast-check"
import { describe, expect, test } from "vitest"
import {
  type CandidateDriver,
  decideDriver,
  type DriverPolicy,
  type LoadedDriver,
} from "../../src/gpu/decide.ts"
import { parseReferences } from "../../src/gpu/holders.ts"

const kernel = "/nix/store/a-linux"
const free = parseReferences("nvidia 1 nvidia_uvm,\nnvidia_uvm 0 -\n")
const fbcon = parseReferences("nvidia_drm 1 -\nnvidia 1 nvidia_drm,\n")
const loaded: LoadedDriver = {
  apps: ["comfyui.service"],
  holders: free,
  kernel,
  library: "550.54.14",
  module: "550.54.14",
}
const candidate: CandidateDriver = {
  kernel,
  vendor: "nvidia",
  version: "550.54.14",
}
const newer = { ...candidate, version: "580.159.04" }
const policies: readonly DriverPolicy[] = ["auto", "reboot", "refuse", "reload"]

const reload = {
  do: "reload",
  from: "550.54.14",
  repairs: false,
  stops: [],
  to: "580.159.04",
}

describe("the table of the driver decision", () => {
  test.each(policies)("same kernel, same driver: switch (%s)", (policy) => {
    expect(decideDriver(loaded, candidate, policy)).toEqual({
      do: "switch",
      version: "550.54.14",
    })
  })

  test.each([
    ["auto", "reload"],
    ["reload", "reload"],
    ["reboot", "one-shot-boot"],
    ["refuse", "refuse"],
  ] as const)("same kernel, another driver, free: %s, %s", (policy, does) => {
    const decision = decideDriver(loaded, newer, policy)
    expect(decision.do).toBe(does)
    if (does === "reload") expect(decision).toEqual(reload)
    else expect(decision).toMatchObject({ because: expect.any(String) })
  })

  test.each([
    ["auto", "one-shot-boot"],
    ["reload", "refuse"],
    ["reboot", "one-shot-boot"],
    ["refuse", "refuse"],
  ] as const)("same kernel, another driver, held: %s, %s", (policy, does) => {
    const held = { ...loaded, holders: fbcon }
    expect(decideDriver(held, newer, policy).do).toBe(does)
  })

  test.each(policies)("another kernel: a boot, any driver (%s)", (policy) => {
    const boot = { because: "the kernel changes", do: "one-shot-boot" }
    for (const same of [candidate, newer]) {
      const other = { ...same, kernel: "/nix/store/b-linux" }
      expect(decideDriver(loaded, other, policy)).toEqual(boot)
    }
  })

  test("loaded is not the library, which is the candidate's: repair", () => {
    const broken = { ...loaded, library: "580.159.04" }
    expect(decideDriver(broken, newer, "auto")).toEqual({
      ...reload,
      repairs: true,
    })
    const held = { ...broken, holders: fbcon }
    expect(decideDriver(held, newer, "auto").do).toBe("one-shot-boot")
  })

  test("a library that is not the candidate's is no repair", () => {
    const broken = { ...loaded, library: "570.1" }
    expect(decideDriver(broken, newer, "auto")).toEqual(reload)
    const back = decideDriver(broken, candidate, "auto")
    expect(back.do).toBe("switch")
  })
})

test.each(["amd", "none"] as const)("vendor %s: nothing", (vendor) => {
  const other = { kernel: "/nix/store/b", vendor, version: null }
  expect(decideDriver(loaded, other, "auto")).toEqual({ do: "nothing" })
})

test.each([
  ["the driver", loaded, { ...candidate, version: null }],
  ["the candidate's kernel", loaded, { ...newer, kernel: "" }],
  ["the booted kernel", { ...loaded, kernel: "" }, newer],
] as const)("%s is not known: a boot", (_, now, next) => {
  const decision = decideDriver(now, next, "reload")
  expect(decision).toMatchObject({
    because: expect.stringContaining("unknown"),
    do: "one-shot-boot",
  })
})

test("a host without a loaded module needs a boot", () => {
  const decision = decideDriver({ ...loaded, module: "" }, candidate, "auto")
  expect(decision).toEqual({
    because: "no NVIDIA module is loaded",
    do: "one-shot-boot",
  })
})

const words = fc.constantFrom("", "550.54.14", "550.54", "580.159.04", "x")
const kernels = fc.constantFrom("", kernel, "/nix/store/b-linux")
const anything = fc.record({
  holders: fc.constantFrom(free, fbcon, parseReferences("")),
  kernel: kernels,
  library: words,
  module: words,
  next: fc.record({
    kernel: kernels,
    vendor: fc.constantFrom("amd", "none", "nvidia"),
    version: fc.oneof(words, fc.constant(null)),
  }),
  policy: fc.constantFrom(...policies),
})

test("nothing is reloaded but a known driver on a known, same kernel", () => {
  fc.assert(
    fc.property(anything, ({ next, policy, ...now }) => {
      const decision = decideDriver({ ...loaded, ...now }, next, policy)
      if (decision.do !== "reload") return
      expect(next.vendor).toBe("nvidia")
      expect(now.kernel).not.toBe("")
      expect(now.kernel).toBe(next.kernel)
      expect(now.module).not.toBe("")
      expect(decision.to).toBe(next.version)
      expect(now.holders).not.toBe(fbcon)
      expect(["auto", "reload"]).toContain(policy)
    }),
  )
})
