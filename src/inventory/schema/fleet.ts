import { z } from "zod"
import { hostFile } from "./host.ts"
import { inputReference } from "./input-reference.ts"
import { policy } from "./policy.ts"
import { inputName, text } from "./text.ts"

const builderName = text(
  /^(?!(?:host|control)$)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
  "a builder's name, which host and control are not",
)

/** A Nix remote builder. */
export const builder = z.strictObject({
  address: text(
    /^[A-Za-z0-9:][A-Za-z0-9._:%-]*$/,
    "a host name or an IP address",
  ),
  features: z
    .array(text(/^[A-Za-z0-9_.-]+$/, "a system feature, such as big-parallel"))
    .default([]),
  "max-jobs": z.int().min(1).max(10_000).default(1),
  systems: z
    .array(text(/^[a-z0-9_]+-[a-z0-9]+$/, "a platform, such as x86_64-linux"))
    .min(1)
    .default(["x86_64-linux"]),
})

/** A Nix binary cache; `key` is `<name>:<base64 of 32 bytes>`. */
export const cache = z.strictObject({
  key: text(
    /^[^\s:]+:[A-Za-z0-9+/]{43}=$/,
    "a public key, such as cache.example.org-1:… (44 characters)",
  ),
  url: text(
    /^(https?|s3|ssh|ssh-ng|file):\/\/\S+$/,
    "a cache's URL without blanks",
  ),
})

/** What `hosts/fleet.yaml` may say. */
export const fleetFile = z.strictObject({
  builders: z.record(builderName, builder).default({}),
  caches: z.array(cache).default([]),
  defaults: hostFile.default({}),
  inputs: z.record(inputName, inputReference).default({}),
  policy: policy.default({}),
})

export type FleetFile = z.infer<typeof fleetFile>
