import { z } from "zod"
import { hostKey } from "./host-key.ts"
import { loginName } from "./login-name.ts"
import { machineAddress } from "./machine-address.ts"
import { address, port, text } from "./text.ts"

/** How a builder is called: never as a build site that always exists. */
export const builderName = text(
  /^(?!(?:host|control)$)[a-z0-9]([a-z0-9-]*[a-z0-9])?$/,
  "a name of a-z, 0-9 and -, and neither host nor control",
)

const features = z
  .array(text(/^[A-Za-z0-9_.-]+$/, "a system feature, such as big-parallel"))
  .default([])

/**
 * A Nix remote builder. Without `host-key` it is known, and not used. Each
 * value fits a column of Nix's `machines`: no blank, comma or semicolon.
 */
export const builder = z.strictObject({
  address: machineAddress,
  features,
  "host-key": hostKey.optional(),
  identity: text(
    /^\/[A-Za-z0-9/._@+-]+$/,
    "the absolute path of a private key on the hosts",
  ).default("/etc/ssh/ssh_host_ed25519_key"),
  "mandatory-features": features,
  "max-jobs": z.int().min(1).max(10_000).default(1),
  port: port.optional(),
  "speed-factor": z.int().min(1).max(1000).default(1),
  systems: z
    .array(text(/^[a-z0-9_]+-[a-z0-9]+$/, "a platform, such as x86_64-linux"))
    .min(1)
    .default(["x86_64-linux"]),
  user: loginName.default("root"),
})

/** Kind, base64, and a comment, which names the host. */
const publicKey =
  /^(ecdsa|sk-ecdsa|sk-ssh|ssh)-[a-z0-9@.-]+ [\w+/]+={0,2}( [^\n"]*)?$/

/**
 * A host that serves its store to the fleet as a binary cache. What is left
 * out, nix/modules/fleet-cache.nix decides.
 */
export const fleetCache = z.strictObject({
  enable: z.boolean(),
  listen: address.optional(),
  "open-firewall": z.boolean().optional(),
  port: port.optional(),
  "secret-key-file": text(
    /^\/(?!nix\/store\/)[A-Za-z0-9._+@~/-]+$/,
    "the signing key's path on the host, outside /nix/store",
  ),
})

/**
 * A host that builds for the others, as `builders` of the fleet names it. What
 * is left out, nix/modules/fleet-builder.nix decides.
 */
export const fleetBuilder = z.strictObject({
  enable: z.boolean(),
  features: z
    .array(text(/^[A-Za-z0-9._-]+$/, "a system feature, such as cuda"))
    .optional(),
  keys: z
    .array(
      text(
        publicKey,
        "the public key of a host, as sdops builders add prints it",
      ),
    )
    .optional(),
  user: loginName.optional(),
})

export type FleetBuilder = z.infer<typeof fleetBuilder>
export type FleetCache = z.infer<typeof fleetCache>
