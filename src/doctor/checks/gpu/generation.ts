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
  looksAt: "the loaded driver, its kernel module, and the GPUs' generations",
  means: "the driver ignores a GPU, and no program sees it",
  appliesTo: isNvidia,
  judge({ driver, host }) {
    const { module, open, smi } = driver
    if (module === undefined) return skip("see gpu/module-loaded")
    const gpus = smi.smi === "gpus" ? smi.gpus : []
    const gpu = computingGpu(gpus, host.gpu.model)
    const capability = gpu?.["compute_cap"] ?? host.gpu["compute-capability"]
    if (capability === undefined)
      return skip("nothing tells the GPU's capability")
    const found = generationOf(capability)
    if (found === undefined) return skip(`nothing is known of ${capability}`)
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
    return ok(`${found.name} takes driver ${module}`)
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
    return `driver ${module} has left ${name}; take ${found["driver-branch"]}`
  }
  if (open === true && !found["open-module"]) {
    return `${name} has no open kernel module; one is loaded`
  }
  if (open === false && !found["closed-module"]) {
    return `${name} has no closed kernel module; one is loaded`
  }
  return undefined
}
