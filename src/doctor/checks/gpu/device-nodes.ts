import { onHost } from "../../../inventory/on-host.ts"
import { bad, type Check, ok, skip } from "../../check.ts"
import type { HostSight } from "../../sight.ts"
import { isNvidia } from "./is-nvidia.ts"

const wanted = ["/dev/nvidiactl", "/dev/nvidia-uvm"]

export const deviceNodes: Check<HostSight> = {
  id: "gpu/device-nodes",
  looksAt: "whether /dev/nvidia* are there, and open to every user",
  means: "apps that aren't root's can't use the GPU",
  appliesTo: isNvidia,
  judge({ driver, health: { nodes }, host }) {
    if (driver.module === undefined) return skip("see gpu/module-loaded")
    const missing = wanted.find((name) => !nodes.has(name))
    if (missing !== undefined)
      return bad({
        cure: [onHost(host, "nvidia-modprobe -c 0 -u"), onHost(host, "reboot")],
        finding: `${missing} is missing`,
        mend: { action: "nodes" },
      })
    const closed = [...nodes].find(([, mode]) => !/[67]$/.test(mode))
    if (closed !== undefined)
      return bad({
        cure: [onHost(host, `chmod 666 ${closed[0]}`)],
        finding: `${closed[0]} is closed to other users: mode ${closed[1]}`,
      })
    return ok(`${nodes.size} nodes, open to every user`)
  },
}
