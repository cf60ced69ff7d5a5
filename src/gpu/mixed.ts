import { type Generation, generationOf } from "./generation.ts"
import type { Gpu } from "./smi.ts"
import { plainModel } from "./computing-gpu.ts"

/**
 * Why no NVIDIA driver serves all GPUs of a host, a sentence for each pair of
 * generations; none where one serves them. A host has one module, open or
 * closed, of one version.
 */
export function mixedGpus(gpus: readonly Gpu[]): readonly string[] {
  const kinds = new Map<Generation, string>()
  for (const gpu of gpus) {
    const generation = generationOf(gpu["compute_cap"] ?? "")
    const name = plainModel(gpu["name"] ?? generation?.example ?? "")
    if (generation !== undefined && !kinds.has(generation)) {
      kinds.set(generation, name)
    }
  }
  const closedOnly = [...kinds].filter(([kind]) => !kind.openModule)
  const openOnly = [...kinds].filter(([kind]) => !kind.closedModule)
  return closedOnly.flatMap(([, closed]) =>
    openOnly.map(
      ([, open]) =>
        `${closed} needs the closed kernel module, ${open} the open one: ` +
        "one driver can't serve both",
    ),
  )
}
