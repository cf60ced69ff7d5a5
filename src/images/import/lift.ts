import { type Graph, wireOf } from "../../apps/comfyui/graph.ts"
import {
  type Lora,
  outputNode,
  type TextToImage,
  textToImage,
} from "../../apps/comfyui/text-to-image.ts"
import { pictureWriters, sameGraph } from "./same-graph.ts"

/**
 * The picture of words that a graph makes, where it does nothing else: what is
 * compiled of it must be the same graph. Undefined for any other workflow.
 */
export function lift(graph: Graph): TextToImage | undefined {
  const writers = Object.entries(graph).filter(([, node]) =>
    pictureWriters.includes(node.class_type),
  )
  const [output] = writers
  if (output === undefined || writers.length > 1) return undefined
  if (reached(graph, output[0]).size < Object.keys(graph).length)
    return undefined
  const found = read(graph, output[1])
  if (found === undefined) return undefined
  const compiled = textToImage(found)
  const same = sameGraph(graph, output[0], compiled, outputNode)
  return same ? found : undefined
}

/** A node and all that it takes from; what hangs beside may do anything. */
function reached(graph: Graph, from: string): ReadonlySet<string> {
  const seen = new Set([from])
  for (const id of seen)
    for (const input of Object.values(graph[id]?.inputs ?? {})) {
      const wire = wireOf(input)
      if (wire !== undefined && graph[wire[0]] !== undefined) seen.add(wire[0])
    }
  return seen
}

type Node = Graph[string]

/** What seems to be said; whether it is all, comparing tells. */
function read(graph: Graph, output: Node): TextToImage | undefined {
  const from = (node: Node | undefined, input: string): Node | undefined => {
    const wire = wireOf(node?.inputs[input])
    return wire === undefined ? undefined : graph[wire[0]]
  }
  const decode = from(output, "images")
  const sampler = from(decode, "samples")
  const latent = from(sampler, "latent_image")
  const positive = from(sampler, "positive")
  const loras: Lora[] = []
  let loader = from(sampler, "model")
  while (loader?.class_type === "LoraLoader" && loras.length < 64) {
    loras.unshift({
      clipStrength: number(loader, "strength_clip"),
      name: text(loader, "lora_name"),
      strength: number(loader, "strength_model"),
    })
    loader = from(loader, "model")
  }
  const skip = from(positive, "clip")
  const vae = from(decode, "vae")
  const seed = sampler?.inputs["seed"]
  if (typeof seed !== "bigint" && !Number.isSafeInteger(seed)) return undefined
  return {
    cfg: number(sampler, "cfg"),
    checkpoint: text(loader, "ckpt_name"),
    clipSkip:
      skip?.class_type === "CLIPSetLastLayer"
        ? -number(skip, "stop_at_clip_layer")
        : undefined,
    height: number(latent, "height"),
    loras,
    negativePrompt: text(from(sampler, "negative"), "text"),
    prompt: text(positive, "text"),
    sampler: text(sampler, "sampler_name"),
    scheduler: text(sampler, "scheduler"),
    seed: BigInt(seed as bigint | number),
    steps: number(sampler, "steps"),
    vae: vae?.class_type === "VAELoader" ? text(vae, "vae_name") : undefined,
    width: number(latent, "width"),
  }
}

function number(node: Node | undefined, input: string): number {
  const value = node?.inputs[input]
  return typeof value === "number" ? value : Number.NaN
}

function text(node: Node | undefined, input: string): string {
  const value = node?.inputs[input]
  return typeof value === "string" ? value : ""
}
