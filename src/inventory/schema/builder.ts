import { z } from "zod"
import { hostKey } from "./host-key.ts"
import { loginName } from "./login-name.ts"
import { machineAddress } from "./machine-address.ts"
import { port, text } from "./text.ts"

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
