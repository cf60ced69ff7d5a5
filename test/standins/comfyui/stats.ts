import { freemem, totalmem } from "node:os"
import type { Comfy } from "./comfy.ts"
import { torchVersion } from "./torch.ts"

/** The versions of the recorded server. */
export const versions = {
  comfyui: "0.3.64",
  frontend: "1.27.10",
  python: "3.12.3 (main, Aug 31 2026, 10:18:26) [GCC 13.3.0]",
  templates: "0.1.95",
}

/** `GET /system_stats`; all sizes in bytes. */
export function systemStats({ argv, device }: Comfy) {
  const cpu = device.type === "cpu"
  return {
    system: {
      os: "posix",
      ram_total: totalmem(),
      ram_free: freemem(),
      comfyui_version: versions.comfyui,
      required_frontend_version: versions.frontend,
      installed_templates_version: null,
      required_templates_version: versions.templates,
      python_version: versions.python,
      pytorch_version: torchVersion(process.env),
      embedded_python: false,
      argv,
    },
    devices: [
      {
        name: device.name,
        type: device.type,
        index: cpu ? null : 0,
        vram_total: cpu ? totalmem() : device.memory,
        vram_free: cpu ? freemem() : Math.round(device.memory * 0.95),
        torch_vram_total: cpu ? totalmem() : 0,
        torch_vram_free: cpu ? freemem() : 0,
      },
    ],
  }
}
