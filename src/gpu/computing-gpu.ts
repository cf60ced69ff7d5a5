import type { Gpu } from "./smi.ts"

/**
 * The GPU that a host computes with: the one that the inventory names, else
 * the one with the most memory, of equals the newest, of equals the first.
 * Undefined where nvidia-smi lists none.
 */
export function computingGpu(
  gpus: readonly Gpu[],
  model?: string,
): Gpu | undefined {
  const named = gpus.find((gpu) => isModel(gpu["name"], model))
  if (named !== undefined) return named
  const number = (gpu: Gpu, field: string) => Number(gpu[field] ?? 0) || 0
  return gpus.toSorted(
    (a, b) =>
      number(b, "memory.total") - number(a, "memory.total") ||
      number(b, "compute_cap") - number(a, "compute_cap"),
  )[0]
}

/** Whether two names are one model; some drivers put NVIDIA before it. */
export function isModel(
  name: string | undefined,
  model: string | undefined,
): boolean {
  if (name === undefined || model === undefined) return false
  return plainModel(name).toLowerCase() === plainModel(model).toLowerCase()
}

/** A model's name without its maker's. */
export function plainModel(name: string): string {
  return name.trim().replace(/^NVIDIA /i, "")
}
