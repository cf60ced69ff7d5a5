import type { Check } from "../../check.ts"
import type { HostSight } from "../../sight.ts"
import { judgeDeclared } from "./declared.ts"
import { isNvidia } from "./is-nvidia.ts"

export const model: Check<HostSight> = {
  id: "gpu/model",
  looksAt: "whether nvidia-smi and the inventory agree on the GPU's model",
  means: "driver and CUDA are chosen for a different GPU",
  appliesTo: isNvidia,
  judge: (sight) => judgeDeclared(sight, "name", sight.host.gpu.model),
}
