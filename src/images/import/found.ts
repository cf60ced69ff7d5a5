import type { Graph } from "../../apps/comfyui/graph.ts"
import type { TextToImage } from "../../apps/comfyui/text-to-image.ts"

/** A model that a picture was made with. */
export type ModelWish = {
  /** ComfyUI's: checkpoints, loras … */
  readonly folder: string
  /** The begin of its sha256, in hex. */
  readonly hash?: string | undefined
  /** As the picture calls it. */
  readonly name: string
  /** Of civitai. */
  readonly version?: string | undefined
}

/** What a picture's file was found to say. */
export type Found = {
  /** What a declaration can't say, in words. */
  readonly leftOut: readonly string[]
  readonly models: readonly ModelWish[]
} & (
  | { readonly kind: "picture"; readonly picture: TextToImage }
  | { readonly kind: "workflow"; readonly graph: Graph }
)
