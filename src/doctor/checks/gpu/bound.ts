import { onHost } from "../../../inventory/on-host.ts"
import { bad, type Check, ok } from "../../check.ts"
import type { HostSight } from "../../sight.ts"
import { isNvidia } from "./is-nvidia.ts"

export const bound: Check<HostSight> = {
  id: "gpu/bound",
  looksAt: "which driver has taken each NVIDIA GPU on the bus",
  means: "nvidia-smi and CUDA don't see a GPU that another driver holds",
  appliesTo: isNvidia,
  judge({ health, host }) {
    const gpus = health.displays.filter(({ vendor }) => vendor === "0x10de")
    const other = gpus.find(({ driver }) => driver === "nouveau")
    if (other !== undefined)
      return bad({
        // NixOS blacklists nouveau; an initrd of before has loaded it.
        cure: [`sdops deploy ${host.name}`, onHost(host, "reboot")],
        finding: `nouveau holds the GPU at ${other.address}`,
      })
    return ok("nouveau holds none")
  },
}
