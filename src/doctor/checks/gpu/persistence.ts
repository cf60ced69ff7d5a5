import { onHost } from "../../../inventory/on-host.ts"
import { type Check, ok, skip, warn } from "../../check.ts"
import type { HostSight } from "../../sight.ts"
import { isNvidia } from "./is-nvidia.ts"

const unit = "nvidia-persistenced.service"

export const persistence: Check<HostSight> = {
  id: "gpu/persistence",
  looksAt: "whether the driver keeps GPUs awake that no program uses",
  means: "each first use takes seconds, and a GPU's settings are forgotten",
  appliesTo: isNvidia,
  judge({ facts, gpus, health: { persistenced }, host }) {
    if (gpus.length === 0) return skip("see gpu/nvidia-smi")
    // A screen keeps its GPU awake as well.
    const asleep = gpus.filter(({ display, sleeps }) => sleeps && !display)
    const [first] = asleep
    if (first === undefined) return ok("GPUs stay awake")
    if (facts.failed.includes(unit)) return skip("see system/units")
    const which =
      asleep.length === 1 ? `GPU ${first.index}` : `${asleep.length} GPUs`
    if (persistenced === "down")
      return warn({
        cure: [onHost(host, `systemctl start ${unit}`)],
        finding: `${which} may sleep: ${unit} is down`,
        mend: { action: "start", unit },
      })
    return warn({
      cure: [
        onHost(host, "nvidia-smi -pm 1"),
        "hardware.nvidia.nvidiaPersistenced = true;   " +
          `# in a module of hosts/${host.name}.yaml`,
      ],
      finding: `${which} may sleep: persistence mode is off`,
    })
  },
}
