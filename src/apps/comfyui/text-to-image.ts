import type { Graph, Wire } from "./graph.ts"

/** A picture that is made of words; models by the names ComfyUI lists. */
export type TextToImage = {
  readonly cfg: number
  readonly checkpoint: string
  /** How many of CLIP's last layers to leave out, and one. */
  readonly clipSkip?: number | undefined
  readonly height: number
  readonly loras: readonly Lora[]
  readonly negativePrompt: string
  readonly prompt: string
  readonly sampler: string
  readonly scheduler: string
  readonly seed: bigint
  readonly steps: number
  /** Instead of the checkpoint's own. */
  readonly vae?: string | undefined
  readonly width: number
}

export type Lora = {
  readonly clipStrength: number
  readonly name: string
  readonly strength: number
}

/** The node whose picture it is. */
export const outputNode = "9"

/**
 * The one compiler of words to a graph: declared images, imported ones and the
 * smoke test's all come from it. The picture is a preview: it lies in the
 * server's temporary folder, and nothing is left behind. Node ids are those of
 * ComfyUI's own first workflow.
 * Source: research/comfyui.md §2.
 */
export function textToImage(image: TextToImage): Graph {
  const { clipSkip, loras, vae } = image
  const loaders = loras.map(({ clipStrength, name, strength }, at) => {
    const before = at === 0 ? "4" : String(9 + at)
    const node = {
      class_type: "LoraLoader",
      inputs: {
        clip: [before, 1],
        lora_name: name,
        model: [before, 0],
        strength_clip: clipStrength,
        strength_model: strength,
      },
    }
    return [String(10 + at), node] as const
  })
  const last = loaders.at(-1)?.[0] ?? "4"
  const skipped = clipSkip !== undefined && clipSkip > 1
  const clip: Wire = skipped ? ["1", 0] : [last, 1]
  const words = (text: string) => ({
    class_type: "CLIPTextEncode",
    inputs: { clip, text },
  })
  return {
    ...(skipped && {
      "1": {
        class_type: "CLIPSetLastLayer",
        inputs: { clip: [last, 1], stop_at_clip_layer: -clipSkip },
      },
    }),
    ...(vae !== undefined && {
      "2": { class_type: "VAELoader", inputs: { vae_name: vae } },
    }),
    "3": {
      class_type: "KSampler",
      inputs: {
        cfg: image.cfg,
        denoise: 1,
        latent_image: ["5", 0],
        model: [last, 0],
        negative: ["7", 0],
        positive: ["6", 0],
        sampler_name: image.sampler,
        scheduler: image.scheduler,
        seed: exact(image.seed),
        steps: image.steps,
      },
    },
    "4": {
      class_type: "CheckpointLoaderSimple",
      inputs: { ckpt_name: image.checkpoint },
    },
    "5": {
      class_type: "EmptyLatentImage",
      inputs: { batch_size: 1, height: image.height, width: image.width },
    },
    "6": words(image.prompt),
    "7": words(image.negativePrompt),
    "8": {
      class_type: "VAEDecode",
      inputs: {
        samples: ["3", 0],
        vae: vae === undefined ? ["4", 2] : ["2", 0],
      },
    },
    [outputNode]: { class_type: "PreviewImage", inputs: { images: ["8", 0] } },
    ...Object.fromEntries(loaders),
  }
}

/** A number where that is exact. */
export function exact(value: bigint): bigint | number {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}
