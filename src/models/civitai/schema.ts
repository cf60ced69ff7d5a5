import { z } from "zod"

// Source: github.com/civitai/civitai/wiki/REST-API-Reference; fields that it
// calls optional, or that some answers lack, may be missing or null here.
const text = z.string().nullish()
const texts = z.array(z.string()).nullish()

const file = z.object({
  downloadUrl: text,
  hashes: z.object({ SHA256: text }).nullish(),
  id: z.number().nullish(),
  metadata: z.object({ format: text, fp: text, size: text }).nullish(),
  name: z.string(),
  pickleScanResult: text,
  primary: z.boolean().nullish(),
  sizeKB: z.number().nullish(),
  type: text,
  virusScanResult: text,
})

const versionShape = {
  availability: text,
  baseModel: text,
  earlyAccessEndsAt: text,
  files: z.array(file).default([]),
  id: z.number(),
  name: z.string().default(""),
  status: text,
  trainedWords: texts,
  usageControl: text,
}

/** `GET /api/v1/model-versions/<id>` and `…/by-hash/<hash>`. */
export const civitaiVersion = z.object({
  ...versionShape,
  model: z.object({ name: z.string(), type: z.string() }).nullish(),
  modelId: z.number(),
})

/** `GET /api/v1/models/<id>`. */
export const civitaiModel = z.object({
  allowCommercialUse: z.union([z.string(), z.array(z.string())]).nullish(),
  allowDerivatives: z.boolean().nullish(),
  allowDifferentLicense: z.boolean().nullish(),
  allowNoCredit: z.boolean().nullish(),
  creator: z.object({ username: text }).nullish(),
  id: z.number(),
  mode: text,
  modelVersions: z.array(z.object(versionShape)).default([]),
  name: z.string(),
  type: z.string(),
})

export type CivitaiFile = z.infer<typeof file>
export type CivitaiModel = z.infer<typeof civitaiModel>
export type CivitaiVersion = z.infer<typeof civitaiVersion>
