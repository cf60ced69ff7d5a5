import type { Check } from "../../check.ts"
import type { HostSight } from "../../sight.ts"
import { judgeDeclared } from "./declared.ts"
import { isNvidia } from "./is-nvidia.ts"

export const computeCapability: Check<HostSight> = {
  id: "gpu/compute-capability",
  looksAt: "the compute capability, as nvidia-smi and the inventory say it",
  means: "driver branch and CUDA line are chosen for another GPU",
  appliesTo: isNvidia,
  judge: (sight) =>
    judgeDeclared(sight, "compute_cap", sight.host.gpu["compute-capability"]),
}
