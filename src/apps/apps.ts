import { fail } from "../errors/fail.ts"
import type { App } from "./app.ts"
import { comfyui } from "./comfyui/comfyui.ts"
import { customApp } from "./custom.ts"
import { stableDiffusionWebui } from "./stable-diffusion-webui/webui.ts"

/** An app as etc/sdops/host.json tells it. */
export type KnownApp = {
  readonly name: string
  readonly healthCheck?: string | null | undefined
  /** `custom`: all there is to know of it is declared. */
  readonly kind?: "custom" | "known" | undefined
}

/** The app of a system. Errors: `appUnknown`. */
export function appOf({ kind, name, ...app }: KnownApp): App {
  if (kind === "custom") return customApp(name, app.healthCheck ?? undefined)
  switch (name) {
    case "comfyui":
      return comfyui
    case "stable-diffusion-webui":
      return stableDiffusionWebui
    default:
      throw fail("appUnknown", { unit: name })
  }
}
