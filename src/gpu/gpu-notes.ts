import type { HostFacts } from "../host/probe.ts"
import type { Host } from "../inventory/host.ts"
import { mixedGpus } from "./mixed.ts"
import { probedDriver } from "./probed-driver.ts"

/**
 * What is wrong with a host's GPUs before a deployment, a sentence each: it is
 * told in the plan, and not held against the candidate.
 */
export function gpuNotes(
  facts: HostFacts,
  { gpu: { vendor } }: Pick<Host, "gpu">,
): readonly string[] {
  const { smi } = probedDriver(facts, vendor)
  if (vendor !== "nvidia" || smi.smi !== "gpus") return []
  const answering = smi.gpus.filter((gpu) => gpu["name"] !== undefined).length
  const onBus = facts["pci.nvidia"] ?? answering
  return [
    ...smi.remarks.map((remark) => `nvidia-smi says: ${remark.trim()}`),
    ...(answering < onBus
      ? [`the bus has ${onBus} NVIDIA GPUs, ${answering} answer`]
      : []),
    ...mixedGpus(smi.gpus),
  ]
}
