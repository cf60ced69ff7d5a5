import { probedDriver } from "../gpu/probed-driver.ts"
import type { HostFacts } from "../host/probe.ts"
import type { Gpu } from "../inventory/host.ts"

/** A GPU as the inventory says it, and what could not be read. */
export type SeenGpu = { readonly gpu: Gpu; readonly note?: string }

const vendors: Readonly<Record<string, Gpu["vendor"]>> = {
  "0x1002": "amd",
  "0x10de": "nvidia",
}

/**
 * What a host computes with: as nvidia-smi tells, else by the vendor of its
 * PCI display devices. Two kinds of NVIDIA GPUs in a host: the first.
 */
export function gpuOf(
  facts: Pick<
    HostFacts,
    "nvidia.module" | "nvidia.proc" | "pci.display" | "smi.exit" | "smi.output"
  >,
): SeenGpu {
  const { module, smi } = probedDriver(facts, "nvidia")
  if (smi.smi === "gpus" && smi.gpus.length > 0) {
    const [first = {}] = smi.gpus
    const capability = first["compute_cap"]
    const model = first["name"]?.replace(/^NVIDIA /, "")
    const gpu = {
      vendor: "nvidia" as const,
      ...(model === undefined ? {} : { model }),
      ...(capability === undefined ? {} : { "compute-capability": capability }),
    }
    const kinds = new Set(smi.gpus.map(({ name }) => name))
    return kinds.size < 2
      ? { gpu }
      : { gpu, note: `it has ${[...kinds].join(" and ")}: the first is taken` }
  }
  const found = facts["pci.display"].map((id) => vendors[id])
  const vendor =
    found.includes("nvidia") || module !== undefined
      ? "nvidia"
      : found.includes("amd")
        ? "amd"
        : "none"
  if (vendor !== "nvidia") return { gpu: { vendor } }
  return {
    gpu: { vendor },
    note: "nvidia-smi doesn't answer: fill in gpu.model and compute-capability",
  }
}
