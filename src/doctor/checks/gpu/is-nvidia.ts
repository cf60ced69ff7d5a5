import type { HostSight } from "../../sight.ts"

/** Whether the host's NVIDIA driver is to be looked at. */
export function isNvidia({ host }: Pick<HostSight, "host">): boolean {
  return host.gpu.vendor === "nvidia"
}
