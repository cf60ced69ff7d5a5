import {
  commentTag,
  exifOf,
  jpegOf,
  pngOf,
  pngWithUnicode,
  webpOf,
} from "./carriers.ts"

const fields =
  "Steps: 28, Sampler: DPM++ 2M, Schedule type: Karras, CFG scale: 6.5, " +
  "Seed: 4006, Size: 832x1216, Model hash: 67ab2fd8ec, Model: ponyXL, " +
  "Clip skip: 2, Version: v1.10.1"
const text = `a fox\nNegative prompt: blurry\n${fields}`
const told = {
  cfg: 6.5,
  checkpoint: "pony-xl-v6.safetensors",
  "clip-skip": 2,
  "negative-prompt": "blurry",
  prompt: "a fox",
  sampler: "dpmpp_2m",
  scheduler: "karras",
  seed: 4006,
  size: "832x1216",
  steps: 28,
}

/** Files of AUTOMATIC1111 and its kin, and what each declares. */
export const webuiFiles: readonly (readonly [
  name: string,
  file: Buffer,
  declared: Readonly<Record<string, unknown>>,
])[] = [
  ["PNG", pngOf([["parameters", text]]), told],
  ["PNG in Unicode", pngWithUnicode([["parameters", text]], false), told],
  ["JPEG", jpegOf(exifOf([commentTag(text, "MM")])), told],
  [
    "JPEG by a camera's order",
    jpegOf(exifOf([commentTag(text, "II")], "II")),
    told,
  ],
  ["WebP", webpOf(exifOf([commentTag(text, "MM")])), told],
  [
    "a schedule as the sampler's last word, no negative prompt",
    pngOf([
      [
        "parameters",
        "a fox,\nwith a hat\nSteps: 20, Sampler: DPM++ SDE Karras, " +
          "CFG scale: 7, Seed: 1, Size: 512x512, Model: pony-xl-v6",
      ],
    ]),
    {
      checkpoint: "pony-xl-v6.safetensors",
      prompt: "a fox,\nwith a hat",
      sampler: "dpmpp_sde",
      scheduler: "karras",
      seed: 1,
    },
  ],
  [
    "LoRAs with both strengths, and an embedding",
    pngOf([
      [
        "parameters",
        "a fox <lora:detail:0.8> easyneg, <lora:ink:te=0.5:unet=0.7>\n" +
          "Negative prompt: easyneg, bad\n" +
          "Steps: 20, Sampler: Euler a, CFG scale: 7, Seed: 2, " +
          "Size: 512x512, Model: pony-xl-v6, " +
          'Lora hashes: "detail: 1a2b3c4d5e6f, ink: aabbccddeeff", ' +
          'TI hashes: "easyneg: c74b4e810b03", Version: v1.8.0',
      ],
    ]),
    {
      loras: [
        { name: "detail.safetensors", strength: 0.8 },
        { "clip-strength": 0.5, name: "ink", strength: 0.7 },
      ],
      "negative-prompt": "embedding:easyneg, bad",
      prompt: "a fox  embedding:easyneg,",
      sampler: "euler_ancestral",
      scheduler: "normal",
    },
  ],
  [
    "civitai's own generator",
    pngOf([
      [
        "parameters",
        "a fox\nSteps: 25, Sampler: Euler a, CFG scale: 4, Seed: 3, " +
          "Size: 1024x1024, Clip skip: 2, Created Date: 2026-01-01T0:0:0Z, " +
          'Civitai resources: [{"type":"checkpoint","modelVersionId":290640,' +
          '"modelName":"Pony, the model","modelVersionName":"V6"},' +
          '{"type":"lora","weight":0.6,"air":' +
          '"urn:air:sdxl:lora:civitai:1@398292","modelName":"Styles"}], ' +
          "Civitai metadata: {}",
      ],
    ]),
    {
      checkpoint: "pony-xl-v6.safetensors",
      loras: [{ name: "styles.safetensors", strength: 0.6 }],
      size: "1024x1024",
    },
  ],
  [
    "hashes as a map, a VAE",
    pngOf([
      [
        "parameters",
        "a fox <lora:x:1>\nSteps: 20, Sampler: UniPC, CFG scale: 7, Seed: 4, " +
          "Size: 512x512, VAE: sdxl-fp16-fix.safetensors, Model: whatever, " +
          'Hashes: {"model": "67AB2FD8EC", "lora:x": "0123456789abcdef"}',
      ],
    ]),
    {
      checkpoint: "pony-xl-v6.safetensors",
      loras: [{ name: "x", strength: 1 }],
      sampler: "uni_pc",
      vae: "sdxl-fp16-fix.safetensors",
    },
  ],
]
