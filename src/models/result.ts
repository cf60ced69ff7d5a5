import { z } from "zod"

const exitCode = z.number().int()

/** A model as a host declares it. */
const declared = z.strictObject({
  file: z.string().describe("below the app's models, with its extension"),
  folder: z.string(),
  format: z.string(),
  hash: z.string().describe("SRI"),
  name: z.string(),
  url: z.string(),
})

export const modelAdded = z.strictObject({
  "base-model": z.string().optional(),
  changed: z.boolean().describe("false: the hosts declared it already"),
  "exit-code": exitCode,
  files: z.array(z.string()).describe("of the fleet, that were written"),
  hosts: z.array(z.string()),
  licence: z.string().optional(),
  model: declared,
  page: z.string().optional(),
  pickle: z.string().optional().describe("how, where loading runs code"),
  sha256: z.string().describe("hex"),
  size: z.number().int().describe("bytes"),
  "trained-words": z.array(z.string()),
  warnings: z.array(z.string()),
})

export const modelRemoved = z.strictObject({
  "exit-code": exitCode,
  files: z.array(z.string()).describe("of the fleet, that were written"),
  host: z.string(),
  removed: z.array(declared),
})

export const modelList = z.strictObject({
  "exit-code": exitCode,
  models: z.array(
    declared.extend({ hosts: z.array(z.string()).describe("that declare it") }),
  ),
})

export type Declared = z.infer<typeof declared>
export type ModelAdded = z.infer<typeof modelAdded>
export type ModelList = z.infer<typeof modelList>
export type ModelRemoved = z.infer<typeof modelRemoved>
