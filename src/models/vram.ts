import type { Host } from "../inventory/host.ts"

type Family = {
  /** GB of VRAM with which ComfyUI runs it as it is. */
  readonly fits: number
  /** Below it, not even with `lowvram`. */
  readonly least: number
  readonly name: string
  /** As sites and repositories call it. */
  readonly names: RegExp
}

/**
 * What families of models need, the first that fits. SDXL does run in 6 GB:
 * ComfyUI keeps in VRAM only what a step needs.
 */
const families: readonly Family[] = [
  { fits: 24, least: 12, name: "Flux 2", names: /flux\W?2/i },
  { fits: 12, least: 6, name: "Flux", names: /flux/i },
  { fits: 16, least: 8, name: "HiDream", names: /hidream/i },
  { fits: 16, least: 8, name: "Qwen-Image", names: /qwen/i },
  { fits: 12, least: 6, name: "Chroma", names: /chroma/i },
  { fits: 16, least: 8, name: "Hunyuan Video", names: /hunyuan\W?video/i },
  { fits: 12, least: 6, name: "Wan", names: /\bwan/i },
  { fits: 10, least: 6, name: "SD 3.5", names: /(?:sd|diffusion-)\W?3/i },
  {
    fits: 6,
    least: 4,
    name: "SDXL",
    names: /sdxl|-xl-|pony|illustrious|noobai|playground/i,
  },
  { fits: 4, least: 2, name: "SD 2", names: /(?:sd|diffusion-)\W?2/i },
  { fits: 4, least: 2, name: "SD 1.5", names: /(?:sd|diffusion-v?)\W?1/i },
]

/** GB of cards whose names don't say it. */
const cards: readonly (readonly [name: RegExp, gigabytes: number])[] = [
  [/\b(?:1650)\b/, 4],
  [/\b(?:1060|1660|2060)\b/, 6],
  [/\b(?:1070|1080|2070|2080|3050|3070|4060|5060)(?: super)?$/i, 8],
  [/\b3060 ti\b/i, 8],
  [/\b3080$/, 10],
  [/\b(?:1080|2080) ti\b/i, 11],
  [/\b(?:3060|4070|5070)(?: super)?$/i, 12],
  [/\b(?:3080|4070) ti$/i, 12],
  [/\b(?:4080|5080)(?: super)?$/i, 16],
  [/\b(?:4070 ti super|5070 ti|a4000|t4)\b/i, 16],
  [/\b(?:3090|4090|a10|a5000|l4|p40)\b/i, 24],
  [/\b5090\b/, 32],
  [/\b(?:a40|a6000|l40s?)\b/i, 48],
  [/\bh100\b/i, 80],
  [/\bh200\b/i, 141],
]

/** GB of a host's GPU, by its name; undefined where that doesn't say. */
export function vramByName(model: string | undefined): number | undefined {
  if (model === undefined) return undefined
  const said = /\b(\d{1,3})\s?G(?:i?B)?\b/i.exec(model)?.[1]
  if (said !== undefined) return Number(said)
  return cards.find(([name]) => name.test(model.trim()))?.[1]
}

type Loaded = {
  readonly baseModel: string | undefined
  readonly folder: string
  /** Bytes. */
  readonly size: number
}

/**
 * What to tell of a model that a host's GPU is small for, with the option that
 * helps; undefined where it fits, or nothing is known.
 */
export function vramWarning(
  { baseModel, folder, size }: Loaded,
  { gpu, name, services }: Pick<Host, "gpu" | "name" | "services">,
  vram = vramByName(gpu.model),
): string | undefined {
  if (vram === undefined || !/^(?:checkpoints|diffusion_models)$/.test(folder))
    return undefined
  const family = families.find(({ names }) => names.test(baseModel ?? ""))
  const gigabytes = size / 1e9
  const fits = family?.fits ?? gigabytes
  const least = family?.least ?? gigabytes / 3
  if (vram >= fits) return undefined
  const options = services.comfyui?.options ?? {}
  const is = (option: string) => options[option] === true
  const wanted = vram < least ? "novram" : "lowvram"
  if (is("novram") || is("cpu") || is(wanted)) return undefined
  const what = family?.name ?? "a model of that size"
  const wants = `${what} wants about ${Math.ceil(fits)} GB of VRAM`
  return (
    `${wants}, and ${name} has ${vram}: ` +
    `set services.comfyui.options.${wanted}: true`
  )
}
