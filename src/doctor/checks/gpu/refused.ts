import { onHost } from "../../../inventory/on-host.ts"
import { bad, type Check, ok, skip } from "../../check.ts"
import type { HostSight } from "../../sight.ts"
import { isNvidia } from "./is-nvidia.ts"

/** What the kernel says, and what to do about it. */
const reasons: readonly {
  readonly cure: (host: HostSight["host"]) => readonly string[]
  readonly says: RegExp
  readonly why: string
}[] = [
  {
    cure: ({ name }) => [`sdops plan ${name}`, `sdops deploy ${name}`],
    says: /Legacy drivers|NVIDIA driver will ignore/,
    why: "this driver no longer supports the GPU; it wants a legacy branch",
  },
  {
    cure: ({ name }) => [`sdops plan ${name}`, `sdops deploy ${name}`],
    says: /not supported by open nvidia\.ko|GPU System Processor/,
    why: "the open module doesn't support the GPU; it wants the closed one",
  },
  {
    cure: (host) => [onHost(host, "mokutil --sb-state")],
    says: /Key was rejected by service|Lockdown: .*unsigned module/,
    why: "the kernel refused the module: it isn't signed with a trusted key",
  },
]

export const refused: Check<HostSight> = {
  id: "gpu/refused",
  looksAt: "whether the driver or the kernel says that it refuses a GPU",
  means: "the GPU stays dark until the system has another driver",
  appliesTo: isNvidia,
  judge({ driver, health, host }) {
    // Words of before a repair are no fault now.
    if (driver.smi.smi === "gpus") return ok("nothing was refused")
    for (const { cure, says, why } of reasons) {
      const evidence = health.kernelLog.filter((line) => says.test(line))
      if (evidence.length > 0)
        return bad({
          cure: cure(host),
          evidence: evidence.slice(-3),
          finding: why,
        })
    }
    return skip("see gpu/nvidia-smi")
  },
}
