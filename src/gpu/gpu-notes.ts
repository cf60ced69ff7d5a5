import type { HostFacts } from "../host/probe/probe.ts"
import type { Host } from "../inventory/host.ts"
import { missingGpus } from "./declared-gpus.ts"
import { mixedGpus } from "./mixed.ts"
import { probedDriver } from "./probed-driver.ts"
import { silentGpus } from "./silent-gpus.ts"

/**
 * What is wrong with a host's GPUs before a deployment, a sentence each: it is
 * told in the plan, and not held against the candidate.
 */
export function gpuNotes(
  facts: HostFacts,
  { gpu }: Pick<Host, "gpu">,
): readonly string[] {
  const { vendor } = gpu
  const { smi } = probedDriver(facts, vendor)
  if (vendor !== "nvidia" || smi.smi !== "gpus") return []
  const silent = silentGpus(smi.gpus, facts.pciNvidia)
  return [
    ...smi.remarks.map((remark) => `nvidia-smi says: ${remark.trim()}`),
    ...missingGpus(smi, gpu),
    ...(silent === undefined ? [] : [silent]),
    ...mixedGpus(smi.gpus),
  ]
}
