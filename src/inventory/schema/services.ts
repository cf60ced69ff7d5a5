import { z } from "zod"
import { model } from "./model.ts"
import { fileName, kebabCase, port, text } from "./text.ts"

/** An argument's value; which arguments there are, the module knows. */
const option = z.union([
  z.boolean(),
  z.number(),
  z.string(),
  z.array(z.union([z.number(), z.string()])),
])

const options = z.record(kebabCase, option)

const address = text(
  /^(?:[0-9A-Fa-f:.]+|[A-Za-z0-9]([A-Za-z0-9.-]*[A-Za-z0-9])?)$/,
  "an address to listen on, such as 0.0.0.0",
)

const common = {
  enable: z.boolean().optional(),
  "extra-options": z.array(z.string()).optional(),
  listen: z.array(address).optional(),
  "open-firewall": z.boolean().optional(),
  options: options.optional(),
  port: port.optional(),
}

export const comfyui = z.strictObject({
  ...common,
  models: z.record(fileName, z.record(fileName, model)).optional(),
})

export const stableDiffusionWebui = z.strictObject(common)

/** The apps; what a host leaves out, the Nix modules decide. */
export const services = z.strictObject({
  comfyui: comfyui.optional(),
  "stable-diffusion-webui": stableDiffusionWebui.optional(),
})
