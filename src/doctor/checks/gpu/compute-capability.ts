import { computingGpu } from "../../../gpu/computing-gpu.ts"
import type { Check } from "../../check.ts"
import type { HostSight } from "../../sight.ts"
import { judgeDeclared } from "./declared.ts"
import { isNvidia } from "./is-nvidia.ts"

export const computeCapability: Check<HostSight> = {
  id: "gpu/compute-capability",
  looksAt: "whether nvidia-smi and the inventory agree on compute capability",
  means: "driver branch and CUDA version are chosen for another GPU",
  appliesTo: isNvidia,
  judge: (sight) =>
    judgeDeclared(
      computing(sight),
      "compute_cap",
      sight.host.gpu.computeCapability,
    ),
}

/** With the GPU alone that the host computes with: it decides the driver. */
function computing(sight: HostSight): HostSight {
  const { smi } = sight.driver
  if (smi.smi !== "gpus") return sight
  const gpu = computingGpu(smi.gpus, sight.host.gpu.model)
  const gpus = gpu === undefined ? [] : [gpu]
  return { ...sight, driver: { ...sight.driver, smi: { ...smi, gpus } } }
}
