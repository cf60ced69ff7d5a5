import type { Gpu } from "./smi.ts"

/**
 * What to say of GPUs that the bus has and nvidia-smi doesn't list; undefined
 * where all answer. A machine may have its GPUs on no PCI bus.
 */
export function silentGpus(
  gpus: readonly Gpu[],
  onBus = 0,
): string | undefined {
  const answering = gpus.filter((gpu) => gpu["name"] !== undefined).length
  if (answering >= onBus) return undefined
  return `${answering} of ${onBus} NVIDIA GPUs on the bus answer`
}
