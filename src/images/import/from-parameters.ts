import { z } from "zod"
import type { Lora, TextToImage } from "../../apps/comfyui/text-to-image.ts"
import { samplingOf } from "../samplers.ts"
import type { Found, ModelWish } from "./found.ts"
import { type Parameters, parseParameters } from "./parameters.ts"

/** Fields that a declaration says, or that change no picture. */
const understood = [
  "cfg scale",
  "clip skip",
  "created date",
  "hashes",
  "lora hashes",
  "model",
  "model hash",
  "sampler",
  "schedule type",
  "seed",
  "size",
  "steps",
  "ti hashes",
  "vae",
  "vae hash",
  "version",
]

/** Prompts' grammar that ComfyUI reads as plain words. */
const grammar: readonly (readonly [RegExp, string])[] = [
  [/\bBREAK\b/u, "BREAK in the prompt: plain words to ComfyUI"],
  [/\sAND\s/u, "AND in the prompt: plain words to ComfyUI"],
  [
    /\[[^\]:|]*[:|][^\]]*\]/u,
    "[a:b:0.5] in the prompt: plain words to ComfyUI",
  ],
  [/<(?:hypernet|lyco):/u, "hypernetworks in the prompt"],
]

/**
 * What AUTOMATIC1111 says of a picture as ComfyUI would make it; or why it
 * can't. Both apps draw their noise differently, so the picture is another one
 * of the same kind.
 */
export function fromParameters(text: string): Found | { readonly why: string } {
  const said = parseParameters(text)
  const { fields } = said
  const sampler = fields.get("sampler") ?? "Euler a"
  const type = fields.get("schedule type")
  const sampling = samplingOf(sampler, type)
  if (sampling === undefined) {
    const both = type === undefined ? sampler : `${sampler}, ${type}`
    return { why: `ComfyUI has no sampler ${both}` }
  }
  const [, width, height] = /^(\d+)x(\d+)$/u.exec(fields.get("size") ?? "") ?? [
    "",
    "512",
    "512",
  ]
  const seed = fields.get("seed") ?? ""
  if (!/^\d{1,20}$/u.test(seed)) return { why: "it doesn't tell its seed" }
  const { models, picture } = withModels(said)
  if (picture.checkpoint === undefined)
    return { why: "it doesn't tell its model" }
  const skip = Number(fields.get("clip skip") ?? 1)
  const vae = fields.get("vae")
  return {
    kind: "picture",
    leftOut: leftOutOf(said),
    models,
    picture: {
      ...picture,
      ...sampling,
      cfg: Number(fields.get("cfg scale") ?? 7),
      checkpoint: picture.checkpoint,
      clipSkip: skip > 1 ? skip : undefined,
      height: Number(height),
      seed: BigInt(seed),
      steps: Number(/^\d+/u.exec(fields.get("steps") ?? "")?.[0] ?? 20),
      vae:
        vae === undefined || /^(?:automatic|none)$/iu.test(vae)
          ? undefined
          : vae,
      width: Number(width),
    },
  }
}

function leftOutOf({ fields, prompt }: Parameters): string[] {
  const others = [...fields].filter(([key]) => !understood.includes(key))
  return [
    ...others.map(([key, value]) => `${key}: ${value}`),
    ...grammar.filter(([form]) => form.test(prompt)).map(([, words]) => words),
  ]
}

const tag =
  /<lora:([^:<>]{1,200})(?::(?:te=)?(-?[\d.]{1,9}))?(?::(?:unet=)?(-?[\d.]{1,9}))?>/gu

type Words = Pick<TextToImage, "loras" | "negativePrompt" | "prompt">

function withModels(said: Parameters): {
  readonly models: readonly ModelWish[]
  readonly picture: Words & { readonly checkpoint: string | undefined }
} {
  const { fields, hashes } = said
  const resources = resourcesOf(said.resources)
  const loras: Lora[] = [...said.prompt.matchAll(tag)].map(
    ([, name = "", clip = "1", model = clip]) => ({
      clipStrength: Number(clip),
      name,
      strength: Number(model),
    }),
  )
  const told = resources.filter(({ type }) =>
    /^(?:lora|locon|dora)$/iu.test(type),
  )
  if (loras.length === 0)
    for (const { name, weight } of told)
      loras.push({ clipStrength: weight, name, strength: weight })
  const base = resources.find(({ type }) => /^checkpoint$/iu.test(type))
  const hash = hashes.get("model")
  const checkpoint = fields.get("model") ?? base?.name ?? hash
  const vae = fields.get("vae")
  const models: ModelWish[] = [
    ...(checkpoint === undefined
      ? []
      : [
          {
            folder: "checkpoints",
            hash,
            name: checkpoint,
            version: base?.version,
          },
        ]),
    ...loras.map(({ name }) => ({
      folder: "loras",
      hash: hashes.get(`lora:${name}`),
      name,
      version: told.find((one) => one.name === name)?.version,
    })),
    ...(vae === undefined || /^(?:automatic|none)$/iu.test(vae)
      ? []
      : [{ folder: "vae", hash: hashes.get("vae"), name: vae }]),
  ]
  const embeddings = [...hashes.keys()].flatMap((key) =>
    key.startsWith("embed:") ? [key.slice("embed:".length)] : [],
  )
  const words = (text: string) =>
    withEmbeddings(text.replaceAll(tag, "").trim(), embeddings)
  const picture = {
    checkpoint,
    loras,
    negativePrompt: words(said.negativePrompt),
    prompt: words(said.prompt),
  }
  return { models, picture }
}

/** What A1111 calls by name alone, ComfyUI wants announced. */
function withEmbeddings(text: string, names: readonly string[]): string {
  return names.slice(0, 64).reduce((words, name) => {
    const plain = name.replaceAll(/[\\^$.*+?()[\]{}|]/gu, "\\$&")
    const form = new RegExp(`(?<![\\w:-])${plain}(?![\\w-])`, "gu")
    return words.replaceAll(form, () => `embedding:${name}`)
  }, text)
}

const resource = z
  .looseObject({
    air: z.string().optional(),
    modelName: z.string().optional(),
    modelVersionId: z.number().optional(),
    type: z.string(),
    weight: z.number().optional(),
  })
  .transform(({ air = "", modelName, modelVersionId, type, weight = 1 }) => {
    const version = /@(\d+)$/u.exec(air)?.[1] ?? modelVersionId?.toString()
    const name = modelName ?? `civitai-${version ?? "unknown"}`
    return { name, type, version, weight }
  })

function resourcesOf(told: unknown): readonly z.infer<typeof resource>[] {
  if (!Array.isArray(told)) return []
  return told.slice(0, 100).flatMap((one) => {
    const read = resource.safeParse(one)
    return read.success ? [read.data] : []
  })
}
