import type { Graph } from "../../apps/comfyui/graph.ts"
import type { TextToImage } from "../../apps/comfyui/text-to-image.ts"
import type { ExactJson } from "../../exact-json.ts"
import {
  picture as schema,
  pictureDefaults,
} from "../../inventory/images/schema.ts"

/** What a YAML file will say, by its keys. */
export type Written = Readonly<Record<string, unknown>>

/** A picture by the keys of its file; what is as usual is left out. */
export function writtenPicture(picture: TextToImage): Written {
  const { height, seed, width } = picture
  const all = {
    prompt: picture.prompt,
    "negative-prompt": picture.negativePrompt,
    checkpoint: picture.checkpoint,
    vae: picture.vae,
    loras: picture.loras.map(({ clipStrength, name, strength }) => ({
      name,
      strength,
      ...(clipStrength !== strength && { "clip-strength": clipStrength }),
    })),
    "clip-skip": picture.clipSkip,
    seed: writtenSeed(seed),
    steps: picture.steps,
    cfg: picture.cfg,
    sampler: picture.sampler,
    scheduler: picture.scheduler,
    size: `${width}x${height}`,
  }
  const unneeded = (key: string, value: unknown) =>
    value === undefined ||
    (key === "negative-prompt" && value === pictureDefaults[key]) ||
    (key === "loras" && picture.loras.length === 0)
  return Object.fromEntries(
    Object.entries(all).filter(([key, value]) => !unneeded(key, value)),
  )
}

/** Whether a file can say it; some graphs have values that none takes. */
export function schemaTakes(picture: TextToImage): boolean {
  const said = writtenPicture(picture)
  const words = Object.values(said).filter((one) => typeof one === "string")
  return words.every(isYaml) && schema.safeParse(said).success
}

/** In quotes past what YAML's numbers hold. */
function writtenSeed(seed: bigint): number | string {
  const number = Number(seed)
  return Number.isSafeInteger(number) ? number : String(seed)
}

/** Inputs that people change, by the classes of nodes that have them. */
const usual =
  /^(?:batch_size|cfg|ckpt_name|denoise|guidance|height|lora_name|noise_seed|sampler_name|scheduler|seed|steps|strength_clip|strength_model|text|unet_name|vae_name|width)$/u

/** As many are said; all others can be. */
const mostParameters = 60

/**
 * A workflow by the keys of its file, with what people change as parameters:
 * the values are those it has.
 */
export function writtenWorkflow(file: string, graph: Graph): Written {
  const all = Object.entries(graph).flatMap(([id, { inputs }]) =>
    /^[^.]+$/u.test(id)
      ? Object.entries(inputs)
          .filter(([name, value]) => usual.test(name) && isPlain(value))
          .map(([name, value]) => [`${id}.${name}`, value] as const)
      : [],
  )
  const parameters = Object.fromEntries(all.slice(0, mostParameters))
  return { workflow: file, parameters }
}

function isPlain(value: ExactJson | undefined): boolean {
  if (typeof value === "string") return isYaml(value)
  return (
    typeof value === "boolean" ||
    (typeof value === "number" &&
      (!Number.isInteger(value) || Number.isSafeInteger(value)))
  )
}

/** Whether an inventory's file can hold a text. */
export function isYaml(text: string): boolean {
  return text.isWellFormed() && !text.includes("\0")
}
