import type { SystemStats } from "../../../apps/comfyui/answers.ts"
import type { HostSight } from "../../sight.ts"

/** What ComfyUI says of itself; undefined when it says nothing. */
export function statsOf({ apps }: HostSight): SystemStats | undefined {
  const found = apps.find(({ name }) => name === "comfyui")?.answer
  return found?.how === "answered" ? found.stats : undefined
}

/** Whether ComfyUI should compute on an NVIDIA GPU. */
export function isComfyOnNvidia({ apps, host }: HostSight): boolean {
  const comfyui = apps.some(({ name }) => name === "comfyui")
  return comfyui && host.gpu.vendor === "nvidia"
}
