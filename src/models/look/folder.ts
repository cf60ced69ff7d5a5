import type { Kind, Tensors } from "./kind.ts"

/** By how the tensors' names begin, the first that fits. */
const rules: readonly (readonly [folder: string, names: readonly RegExp[]])[] =
  [
    ["loras", [/\.(?:lora_(?:up|down|A|B)|hada_w\d|lokr_w\d|dora_scale)/]],
    ["loras", [/^lora_(?:unet|te\d?)_/]],
    ["controlnet", [/^(?:control_model|controlnet_\w+|input_hint_block)\./]],
    ["controlnet", [/^(?:adapter\.)?body\.\d+\.(?:block1|resnets)\./]],
    [
      "checkpoints",
      [/^model\.diffusion_model\./, /^(?:first_stage_model|vae)\./],
    ],
    ["diffusion_models", [/^model\.diffusion_model\./]],
    ["diffusion_models", [/^(?:double_blocks|single_blocks|joint_blocks)\./]],
    ["diffusion_models", [/^(?:input_blocks|down_blocks)\.\d/, /^time_/]],
    ["diffusion_models", [/^(?:transformer_blocks|blocks)\.\d/]],
    ["ipadapter", [/^(?:ip_adapter|image_proj)\./]],
    ["vae", [/^(?:decoder|encoder)\.(?:conv_in|conv1)\./]],
    ["clip_vision", [/^(?:vision_model|visual)\./]],
    [
      "text_encoders",
      [/^(?:text_model|encoder\.block|shared|model\.layers)\./],
    ],
    ["style_models", [/^redux_/]],
    ["upscale_models", [/^(?:conv_first|model\.0|body\.\d+\.rdb1)\./]],
    ["embeddings", [/^(?:emb_params|clip_[gl])$/]],
  ]

/** Architectures that a GGUF of an image model's text encoder has. */
const languages = /^(?:bert|clip|gemma\d*|llama|mistral\d*|qwen\w*|t5\w*)$/

/** The folder that a file's content belongs in; undefined: it doesn't say. */
export function folderOf(kind: Kind): string | undefined {
  switch (kind.is) {
    case "gguf":
      if (kind.architecture === undefined) return undefined
      return languages.test(kind.architecture)
        ? "text_encoders"
        : "diffusion_models"
    case "safetensors":
      return byNames(kind.tensors)
    default:
      return undefined
  }
}

function byNames({ named }: Tensors): string | undefined {
  const names = [...named.keys()]
  return rules.find(([, patterns]) =>
    patterns.every((pattern) => names.some((name) => pattern.test(name))),
  )?.[0]
}
