import { type Gpu, readSmi } from "./smi.ts"

/** What nvidia-smi tells of a GPU's health; false where it tells nothing. */
export type GpuState = {
  /** Bad memory that the next reset replaces. */
  readonly awaitsReset: boolean
  /** Whether a screen shows what it draws. */
  readonly display: boolean
  /** Errors in its memory that could not be corrected, since the reboot. */
  readonly errors: number
  /** Bad memory that could not be replaced. */
  readonly failing: boolean
  readonly index: string
  /** Whether the driver lets it sleep once no program uses it. */
  readonly sleeps: boolean
  /** Why it slows down. */
  readonly slowed: "heat" | "power" | undefined
  /** Degrees Celsius; undefined where none is told. */
  readonly temperature: number | undefined
}

/**
 * The GPUs' health, of `nvidia-smi --query-gpu=FIELDS --format=csv,noheader`;
 * empty when it answers nothing. Source: nvidia-smi --help-query-gpu.
 */
export function gpuStates(
  fields: readonly string[],
  output: string,
): readonly GpuState[] {
  const answer = readSmi(fields, 0, output)
  return answer.smi === "gpus" ? answer.gpus.map(stateOf) : []
}

function stateOf(gpu: Gpu): GpuState {
  const heat = gpu["temperature.gpu"]
  return {
    awaitsReset:
      isYes(gpu["remapped_rows.pending"]) ||
      isYes(gpu["retired_pages.pending"]),
    display: gpu["display_active"] === "Enabled",
    errors: Number(gpu["ecc.errors.uncorrected.volatile.total"] ?? 0) || 0,
    failing: isYes(gpu["remapped_rows.failure"]),
    index: gpu["index"] ?? "?",
    sleeps: gpu["persistence_mode"] === "Disabled",
    slowed: slowedBy((reason) => gpu[`clocks_throttle_reasons.${reason}`]),
    temperature: heat === undefined ? undefined : Number(heat),
  }
}

function slowedBy(
  told: (reason: string) => string | undefined,
): GpuState["slowed"] {
  const hot = ["hw_thermal_slowdown", "sw_thermal_slowdown"]
  if (hot.some((reason) => told(reason) === "Active")) return "heat"
  return told("hw_power_brake_slowdown") === "Active" ? "power" : undefined
}

/** Some drivers say Yes, others 1. */
function isYes(said: string | undefined): boolean {
  return said === "1" || said === "Yes"
}
