import { z } from "zod"
import { optionTables } from "../option-tables.ts"
import { customNode, nodeName } from "./custom-node.ts"
import { models } from "./model.ts"
import { optionsOf } from "./options.ts"
import { sdopsApp, sdopsAppName } from "./sdops-app.ts"
import { address, fileName, port, text } from "./text.ts"

const directory = text(/^\//, "an absolute path")

const common = {
  "data-dir": directory.optional(),
  enable: z.boolean().optional(),
  "extra-options": z.array(z.string()).optional(),
  listen: z.array(address).optional(),
  "open-firewall": z.boolean().optional(),
  port: port.optional(),
}

export const comfyui = z.strictObject({
  ...common,
  "custom-nodes": z.record(nodeName, customNode).optional(),
  models: z.record(fileName, models).optional(),
  options: optionsOf(optionTables.comfyui).optional(),
})

export const stableDiffusionWebui = z.strictObject({
  ...common,
  options: optionsOf(optionTables["stable-diffusion-webui"]).optional(),
})

/** The apps; what a host leaves out, the Nix modules decide. */
export const services = z.strictObject({
  comfyui: comfyui.optional(),
  "sdops-app": z.record(sdopsAppName, sdopsApp).optional(),
  "stable-diffusion-webui": stableDiffusionWebui.optional(),
})
