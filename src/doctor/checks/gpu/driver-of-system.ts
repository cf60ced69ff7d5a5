import { sameVersion } from "../../../gpu/facts.ts"
import { bad, type Check, ok, skip } from "../../check.ts"
import { onHost } from "../../../inventory/on-host.ts"
import type { HostSight } from "../../sight.ts"
import { isNvidia } from "./is-nvidia.ts"

export const driverOfSystem: Check<HostSight> = {
  id: "gpu/driver-of-system",
  looksAt: "whether the loaded module is the running system's driver",
  means: "the driver changes with the next boot, perhaps unproven",
  appliesTo: isNvidia,
  judge({ driver: { module, smi }, facts, host }) {
    const wanted = facts.hostFile?.driver.version ?? undefined
    if (wanted === undefined)
      return skip("the system doesn't record its driver")
    if (module === undefined) return skip("see gpu/module-loaded")
    if (smi.smi === "mismatch") return skip("see gpu/driver-matches-library")
    if (sameVersion(module, wanted)) return ok(`both are ${wanted}`)
    return bad({
      finding: `module ${module} is loaded, the system has ${wanted}`,
      cure: [onHost(host, "reboot")],
    })
  },
}
