import { fail } from "../errors/fail.ts"
import type { App } from "./app.ts"
import { comfyui } from "./comfyui/comfyui.ts"
import { stableDiffusionWebui } from "./stable-diffusion-webui/webui.ts"

/** The app of a name of the inventory. Errors: `appUnknown`. */
export function appOf(name: string): App {
  switch (name) {
    case "comfyui":
      return comfyui
    case "stable-diffusion-webui":
      return stableDiffusionWebui
    default:
      throw fail("appUnknown", { unit: name })
  }
}
