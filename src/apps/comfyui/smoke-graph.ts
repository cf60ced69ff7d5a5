import { randomInt } from "node:crypto"
import type { SmokeDepth } from "../app.ts"
import type { Graph } from "./graph.ts"
import { outputNode, textToImage } from "./text-to-image.ts"

/** What an image of a graph must look like. */
export type Expectation =
  | { readonly kind: "colour"; readonly colour: readonly number[] }
  | { readonly kind: "picture"; readonly contrast?: number | undefined }

export type SmokeGraph = {
  readonly graph: Graph
  readonly expected: Expectation
  readonly height?: number | undefined
  /** The node whose image is looked at; without one, any that has one. */
  readonly output?: string | undefined
  readonly width?: number | undefined
}

/**
 * The workflow of a depth; a CPU gets a small image in one step, which takes
 * the model's loading and little more. Each carries a nonce, a colour or a
 * seed, since ComfyUI answers a graph that it has just seen from its cache.
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
  }
  const from = depth === "kernels" ? "2" : "1"
  const graph = {
    "1": empty,
    ...(depth === "kernels" ? { "2": blur } : {}),
    "3": { class_type: "PreviewImage", inputs: { images: [from, 0] } },
  }
  const expected = { colour, kind: "colour" } as const
  return { expected, graph, height: 64, output: "3", width: 64 }
}

function image(checkpoint: string, onCpu: boolean): SmokeGraph {
  const edge = onCpu ? 64 : 512
  const size = { height: edge, width: edge }
  const graph = textToImage({
    ...size,
    cfg: 7,
    checkpoint,
    loras: [],
    negativePrompt: "",
    prompt: "a red cube",
    sampler: "euler",
    scheduler: "normal",
    seed: BigInt(randomInt(2 ** 48 - 1)),
    steps: onCpu ? 1 : 4,
  })
  return { ...size, expected: { kind: "picture" }, graph, output: outputNode }
}
