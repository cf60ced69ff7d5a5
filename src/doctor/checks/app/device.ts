import { bad, type Check, ok, skip } from "../../check.ts"
import { onHost } from "../../../inventory/on-host.ts"
import type { HostSight } from "../../sight.ts"
import { deviceAccess } from "./device-access.ts"
import { isComfyOnNvidia, statsOf } from "./stats.ts"

export const device: Check<HostSight> = {
  id: "app/device",
  looksAt: "which device ComfyUI computes on",
  means: "images take minutes without the GPU",
  appliesTo: isComfyOnNvidia,
  judge(sight) {
    const devices = statsOf(sight)?.devices
    const [first] = devices ?? []
    if (first === undefined) return skip("see app/api")
    const options = sight.host.services.comfyui?.options
    const wanted = options?.["cpu"] === true || options?.["video-ram"] === "cpu"
    if (first.type === "cuda" || wanted) return ok(first.name)
    if (deviceAccess.judge(sight).outcome === "bad")
      return skip("see app/device-access")
    return bad({
      finding: `ComfyUI computes on ${first.name}`,
      cure: [onHost(sight.host, "journalctl -n 50 -u comfyui.service")],
    })
  },
}
