import { createHash } from "node:crypto"
import { z } from "zod"
import { hexOf } from "../import/declared.ts"
import type { ModelFile } from "../compile.ts"
import type { Renderer } from "./renderer.ts"

const sha256 = z.string().regex(/^[0-9a-f]{64}$/u)

const model = z.strictObject({
  file: z.string(),
  folder: z.string(),
  sha256: sha256.nullable().describe("as declared; null: not declared"),
})

/** What lies beside a picture: where it comes from. */
export const provenance = z.strictObject({
  cached: z.boolean().describe("the server had parts of it already"),
  declaration: sha256.describe("of what the image's file says"),
  gpu: z.string(),
  graph: z.record(z.string(), z.unknown()),
  height: z.int(),
  host: z.string(),
  image: z.string(),
  models: z.array(model),
  number: z.int().describe("which picture of the image, from 1"),
  picture: sha256.describe("of the file beside"),
  rendered: z.iso.datetime(),
  seconds: z.number(),
  seed: z.string().nullable(),
  versions: z.strictObject({
    comfyui: z.string(),
    python: z.string(),
    torch: z.string(),
  }),
  width: z.int(),
})

export type Provenance = z.infer<typeof provenance>

export function sha256Of(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex")
}

/** Models with the hashes that the host's file declares for them. */
export function modelsWithHashes(
  files: readonly ModelFile[],
  { declared }: Pick<Renderer, "declared">,
): Provenance["models"] {
  return files.map(({ file, folder }) => {
    const all = declared.services.comfyui?.models?.[folder] ?? {}
    const found = Object.entries(all).find(
      ([name, { format }]) => `${name}.${format}` === file,
    )
    const hex = hexOf(found?.[1].hash ?? "")
    return { file, folder, sha256: hex === "" ? null : hex }
  })
}
