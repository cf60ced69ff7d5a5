import { onHost } from "../../../inventory/on-host.ts"
import { migInstances } from "../../../gpu/virtual.ts"
import { bad, type Check, ok, skip } from "../../check.ts"
import type { HostSight } from "../../sight.ts"
import { isNvidia } from "./is-nvidia.ts"

export const mig: Check<HostSight> = {
  id: "gpu/mig",
  looksAt: "whether each GPU in MIG mode has an instance",
  means: "CUDA sees only instances: without one, it sees no GPU",
  appliesTo: isNvidia,
  judge({ driver: { smi }, facts, host }) {
    if (smi.smi !== "gpus") return skip("see gpu/nvidia-smi")
    const instances = [...migInstances(smi.gpus, facts.smiList)]
    if (instances.length === 0) return ok("no GPU is in MIG mode")
    const empty = instances.filter(([, count]) => count === 0)
    if (empty.length === 0) {
      const counts = instances.map(([index, count]) => `GPU ${index}: ${count}`)
      return ok(`instances of ${counts.join(", ")}`)
    }
    const [index] = empty[0] ?? [""]
    return bad({
      cure: [
        onHost(host, `nvidia-smi mig -i ${index} -lgip`),
        onHost(host, `nvidia-smi -i ${index} -mig 0`),
      ],
      finding: `GPU ${index} is in MIG mode without an instance`,
    })
  },
}
