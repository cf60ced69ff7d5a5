import type { GpuState } from "../../../gpu/gpu-state.ts"
import { onHost } from "../../../inventory/on-host.ts"
import { bad, type Check, ok, skip } from "../../check.ts"
import type { HostSight } from "../../sight.ts"
import { isNvidia } from "./is-nvidia.ts"

export const memory: Check<HostSight> = {
  id: "gpu/memory",
  looksAt: "errors in the memory of each GPU, where it counts them",
  means: "images may be wrong, and jobs may fail, until the GPU is reset",
  appliesTo: isNvidia,
  judge({ gpus, host }) {
    if (gpus.length === 0) return skip("see gpu/nvidia-smi")
    for (const gpu of gpus) {
      const finding = faultOf(gpu)
      if (finding === undefined) continue
      return bad({
        cure: [
          onHost(host, "nvidia-smi -q -d ECC,ROW_REMAPPER,PAGE_RETIREMENT"),
          onHost(host, "reboot"),
        ],
        finding: `GPU ${gpu.index}: ${finding}`,
      })
    }
    return ok("no errors")
  },
}

function faultOf({ awaitsReset, errors, failing }: GpuState) {
  if (failing) return "bad memory could not be replaced; replace the GPU"
  if (errors > 0) return `${errors} memory errors could not be corrected`
  return awaitsReset ? "bad memory is replaced at the next reset" : undefined
}
