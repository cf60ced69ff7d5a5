import { generationOf, takesDriver } from "../../../gpu/generation.ts"
import { bad, type Check, ok, skip } from "../../check.ts"
import type { HostSight } from "../../sight.ts"
import { isNvidia } from "./is-nvidia.ts"

export const generation: Check<HostSight> = {
  id: "gpu/generation",
  looksAt: "the loaded driver, its kernel module, and the GPU's generation",
  means: "the driver ignores the GPU, and no program sees it",
  appliesTo: isNvidia,
  judge({ driver, host }) {
    const { module, open, smi } = driver
    if (module === undefined) return skip("see gpu/module-loaded")
    const gpu = smi.smi === "gpus" ? smi.gpus[0] : undefined
    const capability = gpu?.["compute_cap"] ?? host.gpu["compute-capability"]
    if (capability === undefined)
      return skip("nothing tells the GPU's capability")
    const found = generationOf(capability)
    if (found === undefined) return skip(`nothing is known of ${capability}`)
    const branch = found["driver-branch"]
    const cure = [
      `$EDITOR hosts/${host.name}.yaml   # compute-capability: "${capability}"`,
      `sdops plan ${host.name}`,
    ]
    if (!takesDriver(found, module)) {
      const finding = `driver ${module} has left ${found.name}; take ${branch}`
      return bad({ cure, finding })
    }
    if (open === true && !found["open-module"]) {
      const finding = `${found.name} has no open kernel module; one is loaded`
      return bad({ cure, finding })
    }
    return ok(`${found.name} takes driver ${module}`)
  },
}
