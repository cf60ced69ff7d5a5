import { computingGpu, plainModel } from "../gpu/computing-gpu.ts"
import { mixedGpus } from "../gpu/mixed.ts"
import { probedDriver } from "../gpu/probed-driver.ts"
import type { Gpu as ListedGpu } from "../gpu/smi.ts"
import { isVirtual } from "../gpu/virtual.ts"
import type { HostFacts } from "../host/probe/probe.ts"
import type { Gpu } from "../inventory/host.ts"

/** A GPU as the inventory says it, and what is worth knowing of it. */
export type SeenGpu = { readonly gpu: Gpu; readonly notes: readonly string[] }

const vendors: Readonly<Record<string, Gpu["vendor"]>> = {
  "0x1002": "amd",
  "0x10de": "nvidia",
}

/**
 * What a host computes with: as nvidia-smi tells, else by the vendor of its
 * PCI display devices. Of several NVIDIA GPUs, the one with the most memory.
 */
export function gpuOf(
  facts: Pick<
    HostFacts,
    | "nvidiaModule"
    | "nvidiaProc"
    | "pciDisplay"
    | "smiExit"
    | "smiFields"
    | "smiOutput"
  >,
): SeenGpu {
  const { module, smi } = probedDriver(facts, "nvidia")
  const gpus = smi.smi === "gpus" ? smi.gpus : []
  const chosen = computingGpu(gpus)
  if (chosen !== undefined) {
    return { gpu: written(chosen), notes: notesOf(gpus, chosen) }
  }
  const found = facts.pciDisplay.map((id) => vendors[id])
  const vendor =
    found.includes("nvidia") || module !== undefined
      ? "nvidia"
      : found.includes("amd")
        ? "amd"
        : "none"
  if (vendor !== "nvidia") return { gpu: { vendor }, notes: [] }
  const note =
    "nvidia-smi lists no GPU: fill in gpu.model and gpu.compute-capability"
  return { gpu: { vendor }, notes: [note] }
}

function written(gpu: ListedGpu): Gpu {
  const capability = gpu["compute_cap"]
  const name = gpu["name"]
  return {
    vendor: "nvidia",
    ...(name === undefined ? {} : { model: plainModel(name) }),
    ...(capability === undefined ? {} : { computeCapability: capability }),
  }
}

function notesOf(
  gpus: readonly ListedGpu[],
  chosen: ListedGpu,
): readonly string[] {
  const kinds = [...new Set(gpus.map(({ name = "a GPU" }) => plainModel(name)))]
  const model = plainModel(chosen["name"] ?? "a GPU")
  return [
    ...(kinds.length < 2
      ? []
      : [`GPUs: ${kinds.join(", ")}; chose ${model}, by its memory`]),
    ...mixedGpus(gpus),
    ...(chosen["compute_cap"] === undefined
      ? [
          "the driver doesn't report the compute capability: fill in " +
            "gpu.compute-capability from the list in docs/gpus.md",
        ]
      : []),
    ...(isVirtual(chosen)
      ? [
          `${model} is a vGPU: set hardware.nvidia.package to the driver ` +
            "of its vGPU software",
        ]
      : []),
  ]
}
