import type { Graph } from "../../src/apps/comfyui/graph.ts"

/** ComfyUI's first workflow, by the ids that an editor gave. */
export const words: Graph = {
  "12": {
    _meta: { title: "the model" },
    class_type: "CheckpointLoaderSimple",
    inputs: { ckpt_name: "pony-xl-v6.safetensors" },
  },
  "15:2": {
    class_type: "CLIPTextEncode",
    inputs: { clip: ["20", 1], text: "a fox in snow, (sharp:1.2)" },
  },
  "16": {
    class_type: "CLIPTextEncode",
    inputs: { clip: ["20", 1], text: "blurry\nlow quality" },
  },
  "17": {
    class_type: "EmptyLatentImage",
    inputs: { batch_size: 1, height: 1216, width: 832 },
  },
  "18": {
    class_type: "KSampler",
    inputs: {
      cfg: 6.5,
      denoise: 1,
      latent_image: ["17", 0],
      model: ["20", 0],
      negative: ["16", 0],
      positive: ["15:2", 0],
      sampler_name: "dpmpp_2m",
      scheduler: "karras",
      seed: 18_446_744_073_709_551_615n,
      steps: 28,
    },
  },
  "19": {
    class_type: "VAEDecode",
    inputs: { samples: ["18", 0], vae: ["12", 2] },
  },
  "20": {
    class_type: "LoraLoader",
    inputs: {
      clip: ["12", 1],
      lora_name: "detail.safetensors",
      model: ["12", 0],
      strength_clip: 0.5,
      strength_model: 0.8,
    },
  },
  "9": {
    class_type: "SaveImage",
    inputs: { filename_prefix: "fox/%date%", images: ["19", 0] },
  },
}

/** A second pass over a larger latent: words alone don't say that. */
export const twoPasses: Graph = {
  ...words,
  "30": {
    class_type: "LatentUpscaleBy",
    inputs: { samples: ["18", 0], scale_by: 1.5, upscale_method: "nearest" },
  },
  "31": {
    class_type: "KSampler",
    inputs: {
      ...words["18"]?.inputs,
      denoise: 0.4,
      latent_image: ["30", 0],
    },
  },
  "32": {
    class_type: "VAEDecode",
    inputs: { samples: ["31", 0], vae: ["12", 2] },
  },
  "9": {
    class_type: "SaveImage",
    inputs: { filename_prefix: "fox", images: ["32", 0] },
  },
}

/** Something beside the picture, which nobody knows. */
export const besides: Graph = {
  ...words,
  "40": {
    class_type: "SaveAnimatedWEBP",
    inputs: { filename_prefix: "fox", fps: 6, images: ["19", 0] },
  },
}

/** Another family of models, an own input and values of every kind. */
export const flux: Graph = {
  "1": {
    class_type: "UNETLoader",
    inputs: { unet_name: "flux1-dev.safetensors", weight_dtype: "fp8_e4m3fn" },
  },
  "2": {
    class_type: "DualCLIPLoader",
    inputs: {
      clip_name1: "t5xxl_fp16.safetensors",
      clip_name2: "clip_l.safetensors",
      type: "flux",
    },
  },
  "3": { class_type: "VAELoader", inputs: { vae_name: "ae.safetensors" } },
  "4": {
    class_type: "CLIPTextEncode",
    inputs: { clip: ["2", 0], text: 'a quoted "word" and a back\\slash' },
  },
  "5": { class_type: "RandomNoise", inputs: { noise_seed: 77 } },
  "6": { class_type: "LoadImage", inputs: { image: "sketch.png" } },
  "7": {
    class_type: "SomebodysNode",
    inputs: {
      any: null,
      list: [1, "two", [3.5, { four: true }]],
      noise: ["5", 0],
      on: false,
      picture: ["6", 0],
      text: ["4", 0],
    },
  },
  "8": {
    class_type: "SaveImage",
    inputs: { filename_prefix: "flux", images: ["7", 0] },
  },
}

/** Python's JSON: nothing but ASCII, whole floats with a fraction. */
export function python(graph: Graph): string {
  const text = JSON.stringify(graph, (key, value: unknown) => {
    if (typeof value === "bigint") return `big:${value}`
    return key === "cfg" && value === 7 ? "float:7.0" : value
  })
  return text
    .replaceAll(/"(?:big|float):([\d.]+)"/gu, "$1")
    .replaceAll(/[\u0080-\uFFFF]/g, (unit) => {
      return `\\u${unit.charCodeAt(0).toString(16).padStart(4, "0")}`
    })
}

export const editor = JSON.stringify({ links: [], nodes: [], version: 0.4 })
