import {
  type Generation,
  generationOf,
  takesDriver,
} from "../../../gpu/generation.ts"
import { computingGpu } from "../../../gpu/computing-gpu.ts"
import { mixedGpus } from "../../../gpu/mixed.ts"
import { bad, type Check, ok, skip, warn } from "../../check.ts"
import type { HostSight } from "../../sight.ts"
import { isNvidia } from "./is-nvidia.ts"

export const generation: Check<HostSight> = {
  id: "gpu/generation",
  looksAt: "whether the loaded driver supports the GPUs' generations",
  means: "the driver ignores a GPU, so no program can see it",
  appliesTo: isNvidia,
  judge({ driver, host }) {
    const { module, open, smi } = driver
    if (module === undefined) return skip("see gpu/module-loaded")
    const gpus = smi.smi === "gpus" ? smi.gpus : []
    const gpu = computingGpu(gpus, host.gpu.model)
    const capability = gpu?.["compute_cap"] ?? host.gpu.computeCapability
    if (capability === undefined)
      return skip("the GPU's compute capability is unknown")
    const found = generationOf(capability)
    if (found === undefined)
      return skip(`compute capability ${capability} is unknown to sdops`)
    const cure = [
      `$EDITOR hosts/${host.name}.yaml   # compute-capability: "${capability}"`,
      `sdops plan ${host.name}`,
    ]
    const finding = mistaken(found, module, open)
    if (finding !== undefined) return bad({ cure, finding })
    const [mixed] = mixedGpus(gpus)
    if (mixed !== undefined) {
      const file = `$EDITOR hosts/${host.name}.yaml`
      const choose = `${file}   # gpu: the one to compute with`
      return warn({ cure: [choose], finding: mixed })
    }
    return ok(`driver ${module} supports ${found.name}`)
  },
}

/** What is wrong with a loaded module for a generation; undefined: nothing. */
function mistaken(
  found: Generation,
  module: string,
  open: boolean | undefined,
): string | undefined {
  const { name } = found
  if (!takesDriver(found, module)) {
    const use = found.driverBranch
    return `driver ${module} no longer supports ${name}; use ${use}`
  }
  if (open === true && !found.openModule) {
    return `${name} needs the closed kernel module, but the open one is loaded`
  }
  if (open === false && !found.closedModule) {
    return `${name} needs the open kernel module, but the closed one is loaded`
  }
  return undefined
}
