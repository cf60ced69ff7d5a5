import { bad, type Check, ok } from "../../check.ts"
import { onHost } from "../../../inventory/on-host.ts"
import type { HostSight } from "../../sight.ts"
import { isNvidia } from "./is-nvidia.ts"

export const moduleLoaded: Check<HostSight> = {
  id: "gpu/module-loaded",
  looksAt: "whether the NVIDIA kernel module is loaded",
  means: "no program can see the GPU",
  appliesTo: isNvidia,
  judge({ driver, host }) {
    if (driver.module !== undefined) return ok(`module ${driver.module}`)
    return bad({
      finding: "no NVIDIA kernel module is loaded",
      cure: [onHost(host, "modprobe nvidia"), onHost(host, "dmesg")],
    })
  },
}
