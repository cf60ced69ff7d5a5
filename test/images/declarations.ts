import fc from "fast-check"
import { camelKeys } from "../../src/camel-keys.ts"
import type { Image } from "../../src/inventory/images/image.ts"
import { picture } from "../../src/inventory/images/schema.ts"
import type { Written } from "../../src/images/import/written.ts"
import type { Offers } from "../../src/images/offers.ts"

/** Models that servers of these tests have. */
export const onHand = {
  checkpoints: ["pony-xl-v6.safetensors", "SDXL/Juggernaut v9.safetensors"],
  loras: ["detail.safetensors", "Ink & Wash (v1.2).safetensors"],
  vae: ["sdxl-fp16-fix.safetensors"],
} as const

/** What such a server lists. */
export const offers: Offers = {
  checkpoints: onHand.checkpoints,
  loras: onHand.loras,
  samplers: ["dpmpp_2m", "euler", "euler_ancestral", "uni_pc"],
  schedulers: ["karras", "normal", "sgm_uniform", "simple"],
  vaes: onHand.vae,
}

const words = fc
  .oneof(
    fc.string({ maxLength: 40 }),
    fc.string({ maxLength: 40, unit: "grapheme" }),
    fc.constantFrom(
      "a cat",
      "- x: y",
      "#no",
      "~",
      "null",
      "1\n2\n",
      " a\r\nb ",
    ),
  )
  .filter((text) => text.isWellFormed() && !text.includes("\0"))

const strength = fc
  .integer({ max: 300, min: -300 })
  .map((hundredths) => hundredths / 100)

/** Declarations by the keys of their files. */
export const declarations: fc.Arbitrary<Written> = fc.record(
  {
    cfg: fc.integer({ max: 1000, min: 0 }).map((tenths) => tenths / 10),
    checkpoint: fc.constantFrom(...onHand.checkpoints),
    "clip-skip": fc.integer({ max: 24, min: 2 }),
    loras: fc.array(
      fc.record(
        {
          "clip-strength": strength,
          name: fc.constantFrom(...onHand.loras),
          strength,
        },
        { requiredKeys: ["name"] },
      ),
      { maxLength: 4 },
    ),
    "negative-prompt": words,
    prompt: words,
    sampler: fc.constantFrom(...offers.samplers),
    scheduler: fc.constantFrom(...offers.schedulers),
    seed: fc
      .oneof(fc.bigInt({ max: 2n ** 64n - 1n, min: 0n }), fc.nat().map(BigInt))
      .map((seed) =>
        seed <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(seed) : String(seed),
      ),
    size: fc
      .tuple(fc.integer({ max: 40, min: 2 }), fc.integer({ max: 40, min: 2 }))
      .map(([width, height]) => `${width * 8}x${height * 8}`),
    steps: fc.integer({ max: 60, min: 1 }),
    vae: fc.constantFrom(...onHand.vae),
  },
  { requiredKeys: ["checkpoint", "prompt"] },
)

/** An image without a file. */
export function imageOf(said: Written): Image {
  return {
    kind: "picture",
    name: "x",
    picture: camelKeys(picture.parse(said)),
    problem: (path, message) => ({
      column: 1,
      file: "images/x.yaml",
      line: 1,
      message,
      path: path.join("."),
    }),
  }
}
