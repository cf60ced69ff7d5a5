import { bad, type Check, ok, skip } from "../../check.ts"
import { onHost } from "../../../inventory/on-host.ts"
import type { HostSight } from "../../sight.ts"
import { isAbsent } from "./bound.ts"
import { isNvidia } from "./is-nvidia.ts"

export const moduleLoaded: Check<HostSight> = {
  id: "gpu/module-loaded",
  looksAt: "whether the NVIDIA kernel module is loaded",
  means: "no program can see the GPU",
  appliesTo: isNvidia,
  judge({ driver, facts, health, host }) {
    if (driver.module !== undefined) return ok(`module ${driver.module}`)
    if (isAbsent({ driver, health })) return skip("see gpu/bound")
    // hardware.nvidia does nothing without services.xserver.videoDrivers.
    if (facts.hostFile?.driver.version === null)
      return bad({
        finding: "no NVIDIA kernel module is loaded, and the system has none",
        cure: [`sdops plan ${host.name}`, `sdops deploy ${host.name}`],
      })
    return bad({
      finding: "no NVIDIA kernel module is loaded",
      cure: [onHost(host, "modprobe nvidia"), onHost(host, "dmesg")],
    })
  },
}
