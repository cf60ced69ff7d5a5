import { z } from "zod"
import { failureResult } from "../errors/failure-result.ts"

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

const prefetched = z.strictObject({
  bytes: z.number().int(),
  file: z.string(),
  outcome: z
    .enum(["cached", "fetched", "local", "there"])
    .describe("local: from the file that lay in its place"),
  path: z.string().describe("store path"),
  seconds: z.number(),
  warning: z.string().optional().describe("of a GPU that is small for it"),
})

const hostPrefetched = z.strictObject({
  error: failureResult.optional(),
  host: z.string(),
  models: z.array(prefetched).describe("that are there; fewer on an error"),
})

export const modelsPrefetched = z.strictObject({
  "exit-code": exitCode,
  hosts: z.array(hostPrefetched),
})

const verified = z.strictObject({
  bytes: z.number().int().optional(),
  file: z.string(),
  is: z
    .enum(["changed", "dangling", "missing", "ok", "other"])
    .describe("other: a link to another file of the store"),
  sha256: z.string().optional().describe("hex, as hashed on the host"),
})

const hostVerified = z.strictObject({
  error: failureResult.optional(),
  host: z.string(),
  models: z.array(verified),
})

export const modelsVerified = z.strictObject({
  "exit-code": exitCode,
  hosts: z.array(hostVerified),
})

const left = z.strictObject({
  because: z.string(),
  bytes: z.number().int(),
  file: z.string(),
  sha256: z.string().describe("hex"),
})

export const modelsAdopted = z.strictObject({
  adopted: z.array(declared).describe("written into the host's file"),
  "exit-code": exitCode,
  host: z.string(),
  left: z.array(left).describe("files that can't be declared, and why"),
})

export type ModelsAdopted = z.infer<typeof modelsAdopted>
export type HostPrefetched = z.infer<typeof hostPrefetched>
export type HostVerified = z.infer<typeof hostVerified>
export type ModelsPrefetched = z.infer<typeof modelsPrefetched>
export type ModelsVerified = z.infer<typeof modelsVerified>
export type Declared = z.infer<typeof declared>
export type ModelAdded = z.infer<typeof modelAdded>
export type ModelList = z.infer<typeof modelList>
export type ModelRemoved = z.infer<typeof modelRemoved>
