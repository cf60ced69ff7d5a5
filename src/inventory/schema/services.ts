import { z } from "zod"
import { optionTables } from "../option-tables.ts"
import { customNode, nodeName } from "./custom-node.ts"
import { models } from "./model.ts"
import { optionsOf } from "./options.ts"
import { sdopsApp, sdopsAppName } from "./sdops-app.ts"
import { address, anyText, fileName, plainPath, port, text } from "./text.ts"

const common = {
  "data-dir": plainPath.optional(),
  enable: z.boolean().optional(),
  "extra-options": z.array(z.string()).optional(),
  listen: z.array(address).optional(),
  "open-firewall": z.boolean().optional(),
  port: port.optional(),
}

export const comfyui = z.strictObject({
  ...common,
  "custom-nodes": z.record(nodeName, customNode).optional(),
  "gate-checkpoint": anyText.nullable().optional(),
  models: z.record(fileName, models).optional(),
  options: optionsOf(optionTables.comfyui).optional(),
})

/** As /sdapi/v1/options has it. */
const setting = z.union(
  [z.boolean(), z.number(), z.string(), z.array(z.string())],
  { error: "a yes or no, a number, text or a list of texts" },
)

export const stableDiffusionWebui = z.strictObject({
  ...common,
  options: optionsOf(optionTables["stable-diffusion-webui"]).optional(),
  settings: z
    .record(
      text(
        /^[A-Za-z][A-Za-z0-9_]*$/,
        "a setting's name, such as CLIP_stop_at_last_layers",
      ),
      setting,
    )
    .optional(),
})

/** The apps; what a host leaves out, the Nix modules decide. */
export const services = z.strictObject({
  comfyui: comfyui.optional(),
  "sdops-app": z.record(sdopsAppName, sdopsApp).optional(),
  "stable-diffusion-webui": stableDiffusionWebui.optional(),
})
