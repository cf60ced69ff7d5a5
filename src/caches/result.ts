import { z } from "zod"
import { failureResult } from "../errors/failure-result.ts"

const exitCode = z.number().int()
const cache = z.strictObject({
  key: z.string().describe("public: name:base64"),
  url: z.string(),
})

export const cacheAdded = z.strictObject({
  cache,
  changed: z.boolean().describe("false: the fleet already had it"),
  "exit-code": exitCode,
  "key-from": z.enum(["cachix", "given", "known"]).optional(),
  note: z.string().optional().describe("facts about a public cache"),
  priority: z.number().optional().describe("lower comes first"),
  proven: z.boolean().optional().describe("false: only hosts can ask it"),
  unproven: z.string().optional().describe("why it could not be proven"),
})

export const cacheRemoved = z.strictObject({
  "exit-code": exitCode,
  removed: cache,
})

export const cacheList = z.strictObject({
  caches: z.array(cache.extend({ note: z.string().optional() })),
  "exit-code": exitCode,
})

export const keyMade = z.strictObject({
  "exit-code": exitCode,
  file: z.string().describe("location of the secret key"),
  key: z.string().describe("public: name:base64"),
  reference: z.string().describe("for cache push --key-file"),
})

const cacheSeen = z.strictObject({
  declared: z.boolean().describe("in hosts/fleet.yaml; else the host's own"),
  has: z.number().int().describe("heavy paths to take from it"),
  "key-trusted": z
    .boolean()
    .optional()
    .describe("by the builds that sdops runs; left out if not declared"),
  missing: z.array(z.string()).describe("heavy store paths"),
  outcome: z.enum(["bad", "ok", "warn"]),
  problem: z.string().optional().describe("why it could not be asked"),
  untrusted: z.array(z.strictObject({ because: z.string(), path: z.string() })),
  url: z.string(),
})

const hostSeen = z.strictObject({
  caches: z.array(cacheSeen),
  error: failureResult.optional(),
  heavy: z.array(z.string()).describe("heavy store paths of the host"),
  host: z.string(),
  "only-here": z
    .array(z.string())
    .describe("names that the host has, and no cache"),
  outcome: z.enum(["bad", "ok", "warn"]),
  seconds: z.number(),
  "would-compile": z
    .array(z.string())
    .describe("names that neither the host nor a cache has"),
})

export const cacheCheck = z.strictObject({
  "exit-code": exitCode,
  hosts: z.array(hostSeen),
})

export const cachePushed = z.strictObject({
  "exit-code": exitCode,
  heavy: z.array(z.string()).describe("names of heavy packages among them"),
  host: z.string(),
  key: z.string().describe("public: what hosts must trust"),
  paths: z.number().int().describe("of the closure, all signed and there"),
  system: z.string().describe("store path of the system it belongs to"),
  to: z.string(),
})

export type CacheAdded = z.infer<typeof cacheAdded>
export type CacheCheck = z.infer<typeof cacheCheck>
export type CacheList = z.infer<typeof cacheList>
export type CachePushed = z.infer<typeof cachePushed>
export type CacheRemoved = z.infer<typeof cacheRemoved>
export type CacheSeen = z.infer<typeof cacheSeen>
export type HostSeen = z.infer<typeof hostSeen>
export type KeyMade = z.infer<typeof keyMade>
