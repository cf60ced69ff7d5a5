import type { Graph } from "../../apps/comfyui/graph.ts"
import type { Found, ModelWish } from "./found.ts"
import { lift } from "./lift.ts"
import { schemaTakes } from "./written.ts"

/** The folder of the file that an input names, by the input's own name. */
const folders: readonly (readonly [RegExp, string])[] = [
  [/^ckpt_name$/u, "checkpoints"],
  [/^lora_name(?:_\d+)?$|^lora_\d+_name$/u, "loras"],
  [/^vae_name$/u, "vae"],
  [/^unet_name$/u, "diffusion_models"],
  [/^clip_name\d?$/u, "text_encoders"],
  [/^control_net_name$/u, "controlnet"],
  [/^style_model_name$/u, "style_models"],
  [/^gligen_name$/u, "gligen"],
  [/^hypernetwork_name$/u, "hypernetworks"],
]

const weights = /\.(?:safetensors|sft|ckpt|pth?|bin|gguf)$/iu

/** A graph as words where it makes a picture of words, else as itself. */
export function fromGraph(graph: Graph): Found {
  const models = modelsOf(graph)
  const picture = lift(graph)
  if (picture !== undefined && schemaTakes(picture))
    return { kind: "picture", leftOut: [], models, picture }
  return { graph, kind: "workflow", leftOut: inputsOf(graph), models }
}

function modelsOf(graph: Graph): ModelWish[] {
  const found = Object.values(graph).flatMap(({ class_type, inputs }) =>
    Object.entries(inputs).flatMap(([input, value]) => {
      if (typeof value !== "string") return []
      const folder = folderOf(class_type, input, value)
      return folder === undefined ? [] : [{ folder, name: value }]
    }),
  )
  const keys = found.map(({ folder, name }) => JSON.stringify([folder, name]))
  return found.filter((_, at) => keys.indexOf(keys[at] ?? "") === at)
}

function folderOf(title: string, input: string, value: string) {
  if (/clipvision/iu.test(title) && input === "clip_name") return "clip_vision"
  const found = folders.find(([form]) => form.test(input))?.[1]
  if (found !== undefined) return found
  if (/upscale/iu.test(title) && input === "model_name") return "upscale_models"
  return weights.test(value) ? "another folder" : undefined
}

/** Files of the input folder, which travel with no picture. */
function inputsOf(graph: Graph): string[] {
  return Object.values(graph).flatMap(({ class_type, inputs }) => {
    const { image } = inputs
    const loads = /^Load(?:Image|Video|Audio)/u.test(class_type)
    return loads && typeof image === "string"
      ? [`the input file ${image}, which the host must have`]
      : []
  })
}
