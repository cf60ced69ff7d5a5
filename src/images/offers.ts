import { z } from "zod"
import type { AppContext } from "../apps/app.ts"
import { ask } from "../apps/ask.ts"
import type { AppPlace } from "../apps/place.ts"

/** What a ComfyUI can make pictures of, by the names it lists. */
export type Offers = {
  readonly checkpoints: readonly string[]
  readonly loras: readonly string[]
  readonly samplers: readonly string[]
  readonly schedulers: readonly string[]
  readonly vaes: readonly string[]
}

/** A list as nodes have told it, and as newer ones do. */
const choice = z.union([
  z
    .tuple([z.array(z.string())])
    .rest(z.unknown())
    .transform(([names]) => names),
  z
    .tuple([
      z.literal("COMBO"),
      z.looseObject({ options: z.array(z.string()) }),
    ])
    .rest(z.unknown())
    .transform(([, { options }]) => options),
])

const nodes = z.record(
  z.string(),
  z.looseObject({
    input: z.looseObject({ required: z.record(z.string(), z.unknown()) }),
  }),
)

/** Asks a server for its lists. Errors: those of `ask`. */
export async function offersOf(
  place: AppPlace,
  context: AppContext,
): Promise<Offers> {
  const listOf = async (title: string, input: string) => {
    const call = { path: `/object_info/${title}` }
    const said = await ask("comfyui", place, call, nodes, context)
    const found = choice.safeParse(said[title]?.input.required[input])
    return found.success ? found.data : []
  }
  const [checkpoints, loras, vaes, samplers, schedulers] = await Promise.all([
    listOf("CheckpointLoaderSimple", "ckpt_name"),
    listOf("LoraLoader", "lora_name"),
    listOf("VAELoader", "vae_name"),
    listOf("KSampler", "sampler_name"),
    listOf("KSampler", "scheduler"),
  ])
  return { checkpoints, loras, samplers, schedulers, vaes }
}
