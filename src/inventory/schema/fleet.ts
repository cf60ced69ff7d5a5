import { z } from "zod"
import { builder, builderName } from "./builder.ts"
import { cacheUrl } from "./cache-url.ts"
import { hostFile } from "./host.ts"
import { inputReference } from "./input-reference.ts"
import { modelSites } from "./model-sites.ts"
import { policy } from "./policy.ts"
import { inputName, text } from "./text.ts"

/** A Nix binary cache; `key` is `<name>:<base64 of 32 bytes>`. */
export const cache = z.strictObject({
  key: text(
    /^[^\s:]+:[A-Za-z0-9+/]{43}=$/,
    "a public key, such as cache.example.org-1:… (44 characters)",
  ),
  url: cacheUrl,
})

/** What `hosts/fleet.yaml` may say. */
export const fleetFile = z.strictObject({
  builders: z.record(builderName, builder).default({}),
  caches: z.array(cache).default([]),
  defaults: hostFile.default({}),
  inputs: z.record(inputName, inputReference).default({}),
  "model-sites": modelSites.default({}),
  policy: policy.default({}),
})

export type FleetFile = z.infer<typeof fleetFile>
