import { onHost } from "../../../inventory/on-host.ts"
import { type Check, ok, skip, warn } from "../../check.ts"
import type { HostSight } from "../../sight.ts"
import { isNvidia } from "./is-nvidia.ts"

export const warnings: Check<HostSight> = {
  id: "gpu/warnings",
  looksAt: "what nvidia-smi says beside the GPUs that it lists",
  means: "a GPU works, and has a fault that nvidia-smi -q tells more of",
  appliesTo: isNvidia,
  judge({ driver: { smi }, host }) {
    if (smi.smi !== "gpus") return skip("see gpu/nvidia-smi")
    const [first] = smi.remarks
    if (first === undefined) return ok("it says nothing else")
    return warn({
      cure: [onHost(host, "nvidia-smi -q")],
      evidence: smi.remarks.slice(0, 5),
      finding: `nvidia-smi says: ${first.trim()}`,
    })
  },
}
