import { missingGpus } from "../../../gpu/declared-gpus.ts"
import { silentGpus } from "../../../gpu/silent-gpus.ts"
import { onHost } from "../../../inventory/on-host.ts"
import { bad, type Check, ok, skip } from "../../check.ts"
import type { HostSight } from "../../sight.ts"
import { isNvidia } from "./is-nvidia.ts"

export const allListed: Check<HostSight> = {
  id: "gpu/all-listed",
  looksAt: "whether nvidia-smi lists every GPU of the bus and the inventory",
  means: "a GPU has fallen off the bus, or its driver ignores it",
  appliesTo: isNvidia,
  judge({ driver: { smi }, facts, host }) {
    if (smi.smi !== "gpus") return skip("see gpu/nvidia-smi")
    const finding =
      missingGpus(smi, host.gpu)[0] ?? silentGpus(smi.gpus, facts.pciNvidia)
    if (finding === undefined) return ok(`lists all ${smi.gpus.length}`)
    return bad({
      cure: [onHost(host, "dmesg"), onHost(host, "reboot")],
      evidence: smi.remarks.slice(0, 5),
      finding,
    })
  },
}
