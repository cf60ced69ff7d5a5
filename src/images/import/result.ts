import { z } from "zod"

const model = z.strictObject({
  add: z.string().optional().describe("the command that declares it"),
  file: z.string().optional().describe("its declared file"),
  folder: z.string().describe("ComfyUI's: checkpoints, loras …"),
  hash: z.string().optional().describe("the begin of its sha256, in hex"),
  hosts: z.array(z.string()).describe("who declares it"),
  match: z.enum(["hash", "missing", "name"]),
  name: z.string().describe("as the picture calls it"),
})

/** What `image import` answers. */
export const imageImported = z.strictObject({
  "exit-code": z.number().int(),
  files: z
    .array(z.string())
    .describe("what was written, from the fleet's root"),
  from: z.enum(["comfyui", "stable-diffusion-webui"]),
  kind: z.enum(["picture", "workflow"]),
  "left-out": z.array(z.string()).describe("what a declaration can't say"),
  models: z.array(model),
  name: z.string(),
})

export type ImageImported = z.infer<typeof imageImported>
export type ImportedModel = z.infer<typeof model>
