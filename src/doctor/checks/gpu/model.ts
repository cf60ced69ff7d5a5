import type { Check } from "../../check.ts"
import type { HostSight } from "../../sight.ts"
import { judgeDeclared } from "./declared.ts"
import { isNvidia } from "./is-nvidia.ts"

export const model: Check<HostSight> = {
  id: "gpu/model",
  looksAt: "the GPU's model, as nvidia-smi and the inventory say it",
  means: "driver and CUDA are chosen for another GPU than is there",
  appliesTo: isNvidia,
  judge: (sight) => judgeDeclared(sight, "name", sight.host.gpu.model),
}
