import { z } from "zod"
import { failureResult } from "../../errors/failure-result.ts"

const outcomes = [
  "different",
  "failed",
  "left",
  "rendered",
  "same",
  "up-to-date",
  "wanted",
] as const

const picture = z.strictObject({
  error: failureResult.optional(),
  file: z.string().optional().describe("from the fleet's root"),
  host: z.string().optional(),
  image: z.string(),
  largest: z.int().optional().describe("the largest difference, 0 to 255"),
  mean: z.number().optional().describe("the mean difference, 0 to 255"),
  number: z.int(),
  outcome: z
    .enum(outcomes)
    .describe(
      "same, different: --check; wanted: --dry-run; left: no host was left",
    ),
  seconds: z.number().optional(),
})

/** What `image render` answers. */
export const imagesRendered = z.strictObject({
  "exit-code": z.number().int(),
  locked: z
    .array(z.strictObject({ file: z.string(), image: z.string() }))
    .describe("--lock: files for mkImage, from the fleet's root"),
  lost: z
    .array(z.strictObject({ error: failureResult, host: z.string() }))
    .describe("hosts that could not be asked, or not to the end"),
  pictures: z.array(picture),
})

export type ImagesRendered = z.infer<typeof imagesRendered>
export type PictureResult = z.infer<typeof picture>

/** What rendering says while it goes on. */
export type RenderEvent =
  | {
      readonly event: "picture-ended"
      readonly done: number
      readonly of: number
      readonly picture: PictureResult
    }
  | { readonly event: "host-lost"; readonly host: string; readonly why: string }
