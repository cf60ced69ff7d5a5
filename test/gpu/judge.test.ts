import { describe, expect, test } from "vitest"
import { driverFacts, sameVersion } from "../../src/gpu/facts.ts"
import { judgeDriver } from "../../src/gpu/judge.ts"

const line = (version: string) => `0, GPU-0, H200, ${version}, 143771, 9.0\n`
const proc = (version: string) =>
  `NVRM version: NVIDIA UNIX Open Kernel Module for x86_64  ${version}  Release`

const facts = (module: string, library: string) =>
  driverFacts({
    module: `${module}\n`,
    proc: module === "" ? "" : proc(module),
    smi: { exit: 0, output: line(library) },
    vendor: "nvidia",
  })

const candidate = (version: string | null) => ({
  vendor: "nvidia" as const,
  version,
})

describe("the driver", () => {
  test("is right when module, library and candidate agree", () => {
    const now = facts("580.159.04", "580.159.04")
    expect(judgeDriver(now, candidate("580.159.04"))).toBeUndefined()
    expect(judgeDriver(now, candidate(null))).toBeUndefined()
  })

  test("is wrong when the candidate has another", () => {
    const now = facts("580.159.04", "580.159.04")
    expect(judgeDriver(now, candidate("550.54.14"))).toMatchObject({
      because: [
        "the module is 580.159.04, the candidate's driver 550.54.14",
        "the library is 580.159.04, the candidate's driver 550.54.14",
      ],
      code: "SDOPS_DRIVER_MISMATCH",
    })
  })

  test("is wrong after a switch without a reload", () => {
    const output =
      "Failed to initialize NVML: Driver/library version mismatch\n" +
      "NVML library version: 550.54\n"
    const now = driverFacts({
      module: "545.29.02",
      proc: proc("545.29.02"),
      smi: { exit: 18, output },
      vendor: "nvidia",
    })
    expect(judgeDriver(now, candidate("550.54.14"))).toMatchObject({
      because: [
        "the module is 545.29.02, the library 550.54",
        "the module is 545.29.02, the candidate's driver 550.54.14",
        "nvidia-smi says mismatch",
      ],
      details: { library: "550.54", module: "545.29.02", wanted: "550.54.14" },
      evidence: output.trim().split("\n"),
    })
  })

  test("is wrong when no module is loaded", () => {
    const now = driverFacts({
      module: "",
      proc: "",
      smi: undefined,
      vendor: "nvidia",
    })
    expect(judgeDriver(now, candidate("550.54.14"))?.because).toEqual([
      "no NVIDIA module is loaded",
      "nvidia-smi says missing",
    ])
  })

  test("doesn't matter on other hosts", () => {
    const now = facts("", "1.2")
    const other = { vendor: "amd", version: null } as const
    expect(judgeDriver(now, other)).toBeUndefined()
  })
})

test.each([
  ["550.54.14", "550.54.14", true],
  ["550.54.14", "550.54", true],
  ["550.54.14", "550.54.15", false],
  ["550.54", "550.5", false],
  ["550", "550.54", false],
])("%s and %s agree: %s", (a, b, agree) => {
  expect(sameVersion(a, b)).toBe(agree)
  expect(sameVersion(b, a)).toBe(agree)
})
