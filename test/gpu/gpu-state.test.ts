import { describe, expect, test } from "vitest"
import { gpuStates } from "../../src/gpu/gpu-state.ts"

const well = {
  awaitsReset: false,
  display: false,
  errors: 0,
  failing: false,
  index: "0",
  sleeps: false,
  slowed: undefined,
  temperature: undefined,
}
const throttle = "clocks_throttle_reasons"

describe("a GPU's health, as nvidia-smi tells it", () => {
  test.for([
    ["remapped_rows.pending", "Yes", { awaitsReset: true }],
    ["remapped_rows.pending", "1", { awaitsReset: true }],
    ["remapped_rows.pending", "No", {}],
    ["remapped_rows.pending", "[N/A]", {}],
    ["retired_pages.pending", "Yes", { awaitsReset: true }],
    ["remapped_rows.failure", "Yes", { failing: true }],
    ["remapped_rows.failure", "0", {}],
    ["ecc.errors.uncorrected.volatile.total", "7", { errors: 7 }],
    ["ecc.errors.uncorrected.volatile.total", "[Not Supported]", {}],
    ["ecc.errors.uncorrected.volatile.total", "[GPU is lost]", {}],
    [`${throttle}.hw_thermal_slowdown`, "Active", { slowed: "heat" }],
    [`${throttle}.sw_thermal_slowdown`, "Active", { slowed: "heat" }],
    [`${throttle}.hw_power_brake_slowdown`, "Active", { slowed: "power" }],
    [`${throttle}.hw_power_brake_slowdown`, "Not Active", {}],
    ["persistence_mode", "Disabled", { sleeps: true }],
    ["persistence_mode", "Enabled", {}],
    ["persistence_mode", "[N/A]", {}],
    ["display_active", "Enabled", { display: true }],
    ["display_active", "[N/A]", {}],
    ["temperature.gpu", "91", { temperature: 91 }],
  ] as const)("%s is %s", ([field, said, state]) => {
    expect(gpuStates(["index", field], `0, ${said}`)).toEqual([
      { ...well, ...state },
    ])
  })

  test("is nothing where it fails", () => {
    expect(gpuStates(["index"], "No devices were found")).toEqual([])
    expect(gpuStates([], "")).toEqual([])
  })
})
