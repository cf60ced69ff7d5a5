/** Names that many files have, and that tell nothing of a model. */
const general =
  /^(?:ae|adapter_model|clip|diffusion_pytorch_model|lora|model|pytorch_lora_weights|pytorch_model|text_encoder|unet|vae|weights)(?:[._-](?:bf16|fp16|fp32|fp8\w*|non_ema))*$/i

const unseen = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}]/gu

/**
 * The name that a model gets where nobody said one: its file's, since that is
 * what workflows name; where many are called so, what it is called there.
 */
export function nameFor(fileName: string, title: string | undefined): string {
  const own = clean(fileName.replace(/\.[A-Za-z0-9]{1,12}$/, ""))
  const chosen = general.test(own) || own === "" ? clean(title ?? "") : own
  return chosen || own || "model"
}

/** The extension of a name, lower-case; empty where it has none. */
export function extensionOf(fileName: string): string {
  const found = /\.([A-Za-z0-9]{1,12})$/.exec(fileName)?.[1] ?? ""
  const extension = found.toLowerCase()
  return extension === "safetensor" ? "safetensors" : extension
}

function clean(text: string): string {
  return text
    .replaceAll(unseen, "")
    .replaceAll(/[/\\]/g, "-")
    .trim()
    .replace(/^\.+/, "")
    .slice(0, 180)
}
