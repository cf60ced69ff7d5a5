import type { CivitaiModel, CivitaiVersion } from "./schema.ts"

/** Types of civitai by the folder that ComfyUI has for them. */
const folders: Readonly<Record<string, string>> = {
  Checkpoint: "checkpoints",
  Controlnet: "controlnet",
  DoRA: "loras",
  Hypernetwork: "hypernetworks",
  LORA: "loras",
  LoCon: "loras",
  TextualInversion: "embeddings",
  Upscaler: "upscale_models",
  VAE: "vae",
}

/** The folder for a type, however it is spelt: `Textual Inversion`. */
export function folderFor(type: string): string | undefined {
  const plain = (name: string) => name.replaceAll(/[^a-z]/gi, "").toLowerCase()
  const found = Object.entries(folders).find(
    ([name]) => plain(name) === plain(type),
  )
  return found?.[1]
}

/** What the model's maker allows, in a few words. */
export function licenceOf(model: CivitaiModel): string {
  const { allowCommercialUse: use } = model
  const list = (typeof use === "string" ? [use] : (use ?? []))
    .flatMap((one) => one.replaceAll(/[{}]/g, "").split(","))
    .filter((one) => one !== "" && one !== "None")
  const commercial =
    list.length === 0 ? "no commercial use" : `commercial: ${list.join(", ")}`
  return [
    commercial,
    model.allowNoCredit === false && "credit required",
    model.allowDerivatives === false && "no derivatives",
    model.allowDifferentLicense === false && "same terms for derivatives",
  ]
    .filter(Boolean)
    .join("; ")
}

/** Why civitai may refuse the file to an account; undefined: to none. */
export function gateOf(
  { availability, earlyAccessEndsAt: end }: CivitaiVersion,
  now = Date.now(),
): string | undefined {
  const until = end === null || end === undefined ? Number.NaN : Date.parse(end)
  if (until > now) {
    const day = new Date(until).toISOString().slice(0, 10)
    return `it is in early access until ${day}`
  }
  return availability === "EarlyAccess" && Number.isNaN(until)
    ? "it is in early access"
    : undefined
}
