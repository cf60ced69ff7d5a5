import { bad, type Check, ok, skip } from "../../check.ts"
import { onHost } from "../../../inventory/on-host.ts"
import type { HostSight } from "../../sight.ts"
import { isNvidia } from "./is-nvidia.ts"

/** What `timeout` says when it had to end nvidia-smi. */
const late = 124

export const nvidiaSmi: Check<HostSight> = {
  id: "gpu/nvidia-smi",
  looksAt: "whether nvidia-smi lists a GPU",
  means: "no program can use the GPU",
  appliesTo: isNvidia,
  judge({ driver, host }) {
    const { module, smi } = driver
    if (module === undefined) return skip("see gpu/module-loaded")
    if (smi.smi === "mismatch") return skip("see gpu/driver-matches-library")
    if (smi.smi === "gpus" && smi.gpus.length > 0) {
      const names = smi.gpus.map((gpu) => gpu["name"] ?? "an unnamed GPU")
      return ok(names.join(", "))
    }
    const hangs = smi.smi === "failed" && smi.exit === late
    const finding = hangs ? "nvidia-smi hangs" : "nvidia-smi lists no GPU"
    const evidence = smi.smi === "gpus" ? [] : smi.text.split("\n").slice(0, 5)
    return bad({ cure: [onHost(host, "nvidia-smi")], evidence, finding })
  },
}
