import type { Gpu } from "./smi.ts"

/**
 * Whether a GPU is a virtual one, an NVIDIA vGPU in a guest: "GRID V100D-8Q",
 * "NVIDIA A40-8Q". Its driver is the one that the host's vGPU software names.
 * Source: NVIDIA, Virtual GPU Software User Guide, vGPU types: a number of
 * gigabytes and a letter of the series A, B, C or Q.
 */
export function isVirtual(gpu: Gpu): boolean {
  const name = gpu["name"] ?? ""
  return /\bGRID\b/.test(name) || /-\d+(-\d+)?[ABCQ](ME)?$/.test(name)
}

/**
 * GPUs in MIG mode of `nvidia-smi -L`, by index, with how many instances each
 * has: CUDA sees instances alone, so a GPU without one computes nothing.
 */
export function migInstances(
  gpus: readonly Gpu[],
  list: string,
): ReadonlyMap<string, number> {
  const counted = new Map<string, number>()
  let index = ""
  for (const line of list.split("\n")) {
    index = /^GPU (\d+):/.exec(line)?.[1] ?? index
    if (/^\s+MIG /.test(line)) counted.set(index, (counted.get(index) ?? 0) + 1)
  }
  return new Map(
    gpus
      .filter((gpu) => gpu["mig.mode.current"] === "Enabled")
      .map(({ index: at = "" }) => [at, counted.get(at) ?? 0]),
  )
}
