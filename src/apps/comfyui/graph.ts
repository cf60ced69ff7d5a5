import { randomInt } from "node:crypto"
import type { SmokeDepth } from "../app.ts"

/** A workflow in API format. */
export type Graph = {
  readonly [id: string]: {
    readonly class_type: string
    readonly inputs: {
      readonly [name: string]: number | string | readonly [string, number]
    }
  }
}

/** What an image of a graph must look like. */
export type Expectation =
  | { readonly kind: "colour"; readonly colour: readonly number[] }
  | { readonly kind: "picture" }

export type SmokeGraph = {
  readonly graph: Graph
  readonly expected: Expectation
  readonly height: number
  /** The node whose image is looked at. */
  readonly output: string
  readonly width: number
}

/**
 * The workflow of a depth; a CPU gets a small image in one step, which takes
 * the model's loading and little more. Each carries a nonce, a colour or a
 * seed, since ComfyUI answers a graph that it has just seen from its cache.
 * Images are previews: they lie in the temporary folder and nothing is left
 * behind.
 * Source: research/comfyui.md §2.
 */
export function smokeGraph(
  depth: SmokeDepth,
  checkpoint: string | undefined,
  onCpu: boolean,
): SmokeGraph {
  if (depth === "image" && checkpoint !== undefined)
    return image(checkpoint, onCpu)
  const colour = [randomInt(32, 224), randomInt(32, 224), randomInt(32, 224)]
  const [red = 0, green = 0, blue = 0] = colour
  const empty = {
    class_type: "EmptyImage",
    inputs: {
      batch_size: 1,
      color: red * 65_536 + green * 256 + blue,
      height: 64,
      width: 64,
    },
  }
  const blur = {
    class_type: "ImageBlur",
    inputs: { blur_radius: 3, image: ["1", 0], sigma: 1 },
  } as const
  const graph = {
    "1": empty,
    ...(depth === "kernels" ? { "2": blur } : {}),
    "3": preview(depth === "kernels" ? "2" : "1"),
  }
  const expected = { colour, kind: "colour" } as const
  return { expected, graph, height: 64, output: "3", width: 64 }
}

function preview(from: string): Graph[string] {
  return { class_type: "PreviewImage", inputs: { images: [from, 0] } }
}

function image(checkpoint: string, onCpu: boolean): SmokeGraph {
  const edge = onCpu ? 64 : 512
  const size = { height: edge, width: edge }
  const prompt = (text: string) => ({
    class_type: "CLIPTextEncode",
    inputs: { clip: ["4", 1] as const, text },
  })
  const graph: Graph = {
    "3": {
      class_type: "KSampler",
      inputs: {
        cfg: 7,
        denoise: 1,
        latent_image: ["5", 0],
        model: ["4", 0],
        negative: ["7", 0],
        positive: ["6", 0],
        sampler_name: "euler",
        scheduler: "normal",
        seed: randomInt(2 ** 48 - 1),
        steps: onCpu ? 1 : 4,
      },
    },
    "4": {
      class_type: "CheckpointLoaderSimple",
      inputs: { ckpt_name: checkpoint },
    },
    "5": {
      class_type: "EmptyLatentImage",
      inputs: { batch_size: 1, ...size },
    },
    "6": prompt("a red cube"),
    "7": prompt(""),
    "8": {
      class_type: "VAEDecode",
      inputs: { samples: ["3", 0], vae: ["4", 2] },
    },
    "9": preview("8"),
  }
  return { ...size, expected: { kind: "picture" }, graph, output: "9" }
}
