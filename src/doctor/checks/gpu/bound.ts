import { onHost } from "../../../inventory/on-host.ts"
import { bad, type Check, ok } from "../../check.ts"
import type { HostSight } from "../../sight.ts"
import { isNvidia } from "./is-nvidia.ts"

export const bound: Check<HostSight> = {
  id: "gpu/bound",
  looksAt: "which driver has taken each NVIDIA GPU on the bus",
  means: "nvidia-smi and CUDA don't see a GPU that another driver holds",
  appliesTo: isNvidia,
  judge({ driver, health, host }) {
    const gpus = health.displays.filter(({ vendor }) => vendor === "0x10de")
    const other = gpus.find(({ driver }) => driver === "nouveau")
    if (other !== undefined)
      return bad({
        // NixOS blacklists nouveau; an initrd of before has loaded it.
        cure: [`sdops deploy ${host.name}`, onHost(host, "reboot")],
        finding: `nouveau holds the GPU at ${other.address}`,
      })
    if (isAbsent({ driver, health }))
      return bad({
        cure: [
          onHost(host, "poweroff"),
          `$EDITOR hosts/${host.name}.yaml   # if it has none: gpu`,
        ],
        finding: "no NVIDIA GPU is on the PCI bus",
      })
    return ok("nouveau holds none")
  },
}

/**
 * Whether the bus has displays, and none of NVIDIA. Where a driver runs, or
 * the bus shows none at all, the GPU may be somewhere else.
 */
export function isAbsent({
  driver,
  health: { displays },
}: Pick<HostSight, "driver" | "health">): boolean {
  const isTold = driver.module === undefined && displays.length > 0
  return isTold && displays.every(({ vendor }) => vendor !== "0x10de")
}
