import { sameVersion } from "../../../gpu/facts.ts"
import { bad, type Check, ok, skip } from "../../check.ts"
import { onHost } from "../../../inventory/on-host.ts"
import type { HostSight } from "../../sight.ts"
import { isNvidia } from "./is-nvidia.ts"

export const driverMatchesLibrary: Check<HostSight> = {
  id: "gpu/driver-matches-library",
  looksAt: "whether the loaded NVIDIA module and the library match",
  means: "nvidia-smi and CUDA fail until the system's module is loaded",
  appliesTo: isNvidia,
  judge({ driver, host }) {
    const { library, module, smi } = driver
    if (module === undefined) return skip("see gpu/module-loaded")
    const differs = smi.smi === "mismatch"
    if (!differs && library === undefined) return skip("see gpu/nvidia-smi")
    if (!differs && sameVersion(module, library ?? ""))
      return ok(`module and library are both ${module}`)
    const other = library ?? "another"
    return bad({
      finding: `module ${module} is loaded, the library is ${other}`,
      cure: [`sdops gpu repair ${host.name}`, onHost(host, "reboot")],
      evidence: smi.smi === "gpus" ? [] : smi.text.split("\n").slice(0, 5),
    })
  },
}
