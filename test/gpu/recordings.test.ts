import { readFileSync } from "node:fs"
import { describe, expect, test } from "vitest"
import { parseProcModules } from "../../src/gpu/holders.ts"
import { parseProcVersion } from "../../src/gpu/module.ts"
import { readSmi } from "../../src/gpu/smi.ts"

const recording = (name: string) =>
  readFileSync(new URL(`../fixtures/nvidia/${name}.txt`, import.meta.url), {
    encoding: "utf8",
  })

const answer = (name: string, exit: number, fields: readonly string[] = []) =>
  readSmi(fields, exit, recording(name))

describe("nvidia-smi", () => {
  test("lists GPUs by the fields that were asked for", () => {
    const fields = [
      "index",
      "name",
      "driver_version",
      "memory.total",
      "compute_cap",
    ]
    expect(answer("query-nounits", 0, fields)).toEqual({
      remarks: [],
      smi: "gpus",
      gpus: [
        {
          compute_cap: "9.0",
          driver_version: "580.159.04",
          index: "0",
          "memory.total": "143771",
          name: "NVIDIA H200",
        },
      ],
    })
  })

  test("lists what a busy GPU uses", () => {
    const asked =
      "index,memory.used,utilization.gpu,temperature.gpu,power.draw,pstate"
    const fields = asked.split(",")
    expect(answer("busy-query", 0, fields)).toMatchObject({
      gpus: [{ "memory.used": "1011", "utilization.gpu": "98" }],
    })
  })

  test("leaves out what a GPU doesn't tell", () => {
    const read = readSmi(["name", "mig", "fan"], 0, "GTX 1060, [N/A], N/A\n")
    expect(read).toMatchObject({ gpus: [{ name: "GTX 1060" }], smi: "gpus" })
  })

  test.each([
    ["bad-index", 6, "no-devices"],
    ["mismatch", 18, "mismatch"],
    ["no-dev", 17, "blocked"],
    ["no-dev-query", 17, "blocked"],
    ["no-nvml", 12, "no-library"],
    ["query-bad-field", 2, "failed"],
  ])("says what is wrong in %s (exit %i)", (name, exit, smi) => {
    expect(answer(name, exit).smi).toBe(smi)
  })

  test("tells the library of a mismatch, as far as it is printed", () => {
    expect(answer("mismatch", 18)).toMatchObject({ library: "550.54" })
  })

  test("may be missing", () => {
    expect(readSmi([], 127, "sh: nvidia-smi: not found").smi).toBe("missing")
  })
})

describe("/proc", () => {
  test("tells version and kind of the module", () => {
    expect(parseProcVersion(recording("proc-version"))).toEqual({
      open: true,
      version: "580.159.04",
    })
  })

  test("tells the closed module from the open one", () => {
    const closed =
      "NVRM version: NVIDIA UNIX x86_64 Kernel Module  550.54.14  Thu Feb 22"
    expect(parseProcVersion(closed)).toEqual({
      open: false,
      version: "550.54.14",
    })
  })

  test("tells nothing where no module is loaded", () => {
    expect(parseProcVersion("")).toBeUndefined()
  })

  test("lists modules that tell no references", () => {
    expect(parseProcModules(recording("proc-modules"))).toEqual({
      processes: [],
      references: {},
      users: { nvidia: [], nvidia_uvm: [] },
    })
  })

  test("the version in sysfs is that of /proc", () => {
    const [version] = recording("sysmod").split("\n")
    expect(parseProcVersion(recording("proc-version"))?.version).toBe(version)
  })
})
