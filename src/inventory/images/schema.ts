import { z } from "zod"
import { anyText, text } from "../schema/text.ts"

const largestSeed = 2n ** 64n - 1n
const seedText = `a whole number from 0 to ${largestSeed}`

/** ComfyUI's seeds go past what YAML's numbers hold: those are in quotes. */
const seed = z
  .union([z.int(), z.string().regex(/^\d{1,20}$/)], { error: seedText })
  .transform((written, context) => {
    const value = BigInt(written)
    if (value >= 0n && value <= largestSeed) return value
    context.addIssue({ code: "custom", message: seedText })
    return z.NEVER
  })

/** Each seed from the first on is a picture. */
const count = z.int().min(1).max(10_000)

const strength = z.number().min(-100).max(100)

const lora = z
  .strictObject({
    "clip-strength": strength.optional(),
    name: anyText,
    strength: strength.default(1),
  })
  .transform(({ "clip-strength": clip, ...said }) => ({
    ...said,
    clipStrength: clip ?? said.strength,
  }))

const sizeForm = /^(\d{1,5})x(\d{1,5})$/u

/** `832x1216`; the nearest size that ComfyUI takes is named. */
const size = z
  .string({ error: "a size, such as 832x1216" })
  .transform((written, context) => {
    const [, across = "", down = ""] = sizeForm.exec(written) ?? []
    const [width, height] = [Number(across), Number(down)]
    if (across !== "" && fits(width) && fits(height)) return { height, width }
    const near = `${nearestSide(width)}x${nearestSide(height)}`
    const message =
      across === ""
        ? "a size, such as 832x1216"
        : `sides that are multiples of 8 from 16 to 16384, such as ${near}`
    context.addIssue({ code: "custom", message })
    return z.NEVER
  })

function fits(side: number): boolean {
  return side === nearestSide(side)
}

function nearestSide(side: number): number {
  return Math.min(16_384, Math.max(16, Math.round(side / 8) * 8))
}

/** What a picture must be where it proves an app. */
const expected = z.strictObject({
  contrast: z.number().min(0).max(127).optional(),
  seconds: z.number().min(1).optional(),
  size: size.optional(),
})

/** What `images/<name>.yaml` may say of a picture made of words. */
export const picture = z.strictObject({
  cfg: z.number().min(0).max(100).default(7),
  checkpoint: anyText,
  "clip-skip": z.int().min(1).max(24).optional(),
  count: count.default(1),
  expect: expected.default({}),
  loras: z.array(lora).max(64).default([]),
  "negative-prompt": z.string().default(""),
  prompt: z.string(),
  sampler: anyText.default("euler"),
  scheduler: anyText.default("normal"),
  seed: seed.default(0n),
  size: size.default({ height: 512, width: 512 }),
  steps: z.int().min(1).max(10_000).default(20),
  vae: anyText.optional(),
})

const scalar = z.union([z.boolean(), z.number(), z.string()], {
  error: "text, a number, true or false",
})

/** And of one made by a workflow, a file beside it. */
export const workflow = z.strictObject({
  count: count.default(1),
  expect: expected.default({}),
  parameters: z
    .record(
      text(/^[^.]+\..+$/u, "a node and its input, such as 3.seed"),
      scalar,
    )
    .default({}),
  seed: seed.optional(),
  workflow: text(
    /^[A-Za-z0-9][\w.-]{0,99}\.json$/u,
    "a file of images/ in API format, such as cat.json",
  ),
})

export type PictureFile = z.infer<typeof picture>
export type WorkflowFile = z.infer<typeof workflow>

/** What a picture leaves out; its file needn't say it. */
export const pictureDefaults: PictureFile = picture.parse({
  checkpoint: "x",
  prompt: "",
})
