import {
  contentOf,
  gguf,
  pickles,
  safetensors,
  zip,
} from "../standins/model-sites/content.ts"
import type { CivitaiModel } from "../standins/model-sites/civitai.ts"
import type { HuggingFaceRepository } from "../standins/model-sites/hugging-face.ts"

export const sdxl = contentOf(
  safetensors({
    "first_stage_model.decoder.conv_in.weight": 300,
    "model.diffusion_model.input_blocks.0.0.weight": 700,
  }),
)
export const half = contentOf(
  safetensors({
    "model.diffusion_model.input_blocks.0.0.weight": 350,
    "vae.decoder.conv_in.weight": 150,
  }),
)
export const lora = contentOf(
  safetensors({ "lora_unet_down_blocks_0.lora_down.weight": 900 }, 3),
)
export const vae = contentOf(safetensors({ "decoder.conv_in.weight": 400 }, 5))
export const pickle = contentOf(pickles.torch)
export const flux = contentOf(gguf("flux"))

const pony = "ponyDiffusionV6XL_v6.safetensors"
const safe = { format: "SafeTensor", name: "x.safetensors" }

export const models: readonly CivitaiModel[] = [
  {
    id: 257749,
    name: "Pony Diffusion V6 XL",
    type: "Checkpoint",
    versions: [
      {
        baseModel: "Pony",
        files: [
          {
            ...safe,
            content: half,
            fp: "fp16",
            name: "half.safetensors",
            size: "pruned",
          },
          {
            ...safe,
            content: sdxl,
            fp: "fp32",
            name: pony,
            primary: true,
            size: "full",
          },
          { content: contentOf("a: 1"), name: "x.yaml", type: "Config" },
        ],
        id: 290640,
        name: "V6 (start with this one)",
        trainedWords: ["score_9", "score_8_up\n  evil: 1", "\u001B[31mred"],
      },
      { files: [{ ...safe, content: half, primary: true }], id: 290001 },
    ],
  },
  {
    id: 328553,
    name: "Ink",
    type: "LORA",
    versions: [
      {
        files: [
          { ...safe, content: lora, name: "ink.safetensors", primary: true },
        ],
        id: 368189,
        login: true,
      },
    ],
  },
  {
    id: 400,
    name: "Early",
    type: "LORA",
    versions: [
      {
        earlyAccessEndsAt: "2999-01-02T00:00:00.000Z",
        files: [{ ...safe, content: lora, primary: true }],
        id: 401,
        paid: true,
      },
      {
        files: [{ ...safe, content: lora, primary: true }],
        id: 402,
        usageControl: "Generation",
      },
      {
        files: [{ content: pickle, name: "old.ckpt", primary: true }],
        id: 403,
      },
      {
        files: [
          { ...safe, content: lora, primary: true, virusScanResult: "Danger" },
        ],
        id: 404,
      },
      { files: [], id: 405 },
      {
        files: [
          {
            ...safe,
            content: lora,
            name: "unhashed.safetensors",
            primary: true,
            sha256: null,
          },
        ],
        id: 406,
      },
      {
        files: [
          {
            content: contentOf(zip("readme.txt")),
            name: "all.zip",
            primary: true,
          },
        ],
        id: 407,
      },
    ],
  },
  { id: 500, name: "Nothing", type: "Checkpoint", versions: [] },
  {
    id: 600,
    mode: "TakenDown",
    name: "Gone",
    type: "LORA",
    versions: [{ files: [{ ...safe, content: lora }], id: 601 }],
  },
]

export const repositories: Readonly<Record<string, HuggingFaceRepository>> = {
  "black/flux-dev": {
    cardData: { license: "other", license_name: "flux-1-dev" },
    files: { "flux1-dev.safetensors": sdxl },
    gated: "auto",
  },
  "city96/flux-gguf": {
    files: {
      "flux1-Q4.gguf": flux,
      "flux1-Q8.gguf": contentOf(gguf("t5encoder")),
    },
  },
  "datasets/ada/files": { files: { "loras/ink.safetensors": lora } },
  "lllyasviel/nets": {
    files: {
      "README.md": contentOf("# nets"),
      "control.pth": pickle,
      "sub/vae.safetensors": vae,
      "sub/vae.bin": pickle,
    },
    small: ["README.md"],
  },
  "ada/parts": { files: { "model-00001-of-00002.safetensors": lora } },
  "ada/secret": { files: { "x.safetensors": lora }, private: true },
  "stabilityai/sdxl-vae": {
    cardData: {
      base_model: ["stabilityai/sdxl"],
      instance_prompt: "a photo of sks",
      license: "mit",
    },
    files: { "diffusion_pytorch_model.safetensors": vae },
    renamedFrom: "stabilityai/old-vae",
  },
}
