import { onHost } from "../../../inventory/on-host.ts"
import { type Check, ok, skip, warn } from "../../check.ts"
import type { HostSight } from "../../sight.ts"
import { isNvidia } from "./is-nvidia.ts"

export const throttling: Check<HostSight> = {
  id: "gpu/throttling",
  looksAt: "whether a GPU slows down because of heat or power",
  means: "images take longer; check fans, airflow and the power supply",
  appliesTo: isNvidia,
  judge({ gpus, host }) {
    if (gpus.length === 0) return skip("see gpu/nvidia-smi")
    const slow = gpus.find(({ slowed }) => slowed !== undefined)
    if (slow === undefined) return ok("no GPU slows down")
    const { index, slowed, temperature } = slow
    const heat = temperature === undefined ? "" : `, ${temperature} °C`
    const why =
      slowed === "heat" ? `it is too hot${heat}` : "its power supply is weak"
    return warn({
      cure: [onHost(host, "nvidia-smi -q -d PERFORMANCE,TEMPERATURE,POWER")],
      finding: `GPU ${index} slows down: ${why}`,
    })
  },
}
