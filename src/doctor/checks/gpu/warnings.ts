import { onHost } from "../../../inventory/on-host.ts"
import { type Check, ok, skip, warn } from "../../check.ts"
import type { HostSight } from "../../sight.ts"
import { isNvidia } from "./is-nvidia.ts"

export const warnings: Check<HostSight> = {
  id: "gpu/warnings",
  looksAt: "warnings that nvidia-smi prints next to its list of GPUs",
  means: "a GPU works but has a fault; nvidia-smi -q has the details",
  appliesTo: isNvidia,
  judge({ driver: { smi }, host }) {
    if (smi.smi !== "gpus") return skip("see gpu/nvidia-smi")
    const [first] = smi.remarks
    if (first === undefined) return ok("no warnings")
    return warn({
      cure: [onHost(host, "nvidia-smi -q")],
      evidence: smi.remarks.slice(0, 5),
      finding: `nvidia-smi says: ${first.trim()}`,
    })
  },
}
