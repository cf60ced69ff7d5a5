import { z } from "zod"
import { fleetBuilder, fleetCache } from "./builder.ts"
import { gpu } from "./gpu.ts"
import { hostKey } from "./host-key.ts"
import { loginName } from "./login-name.ts"
import { machineAddress } from "./machine-address.ts"
import { policy } from "./policy.ts"
import { secrets } from "./secrets.ts"
import { services } from "./services.ts"
import { anyText, port, secretReference, text } from "./text.ts"

/**
 * What `hosts/<name>.yaml` and the fleet's `defaults` may say. Nothing is
 * required here: the two are merged first (see ../complete.ts).
 */
export const hostFile = z.strictObject({
  address: machineAddress.optional(),
  "build-on": anyText.optional(),
  "fleet-builder": fleetBuilder.optional(),
  "fleet-cache": fleetCache.optional(),
  gpu: gpu.optional(),
  "host-key": hostKey.optional(),
  modules: z.array(anyText).optional(),
  policy: policy.optional(),
  port: port.optional(),
  secrets: secrets.optional(),
  services: services.optional(),
  "state-version": text(
    /^\d\d\.(05|11)$/,
    'a NixOS release in quotes, such as "24.05"',
  ).optional(),
  "sudo-password": secretReference("password").optional(),
  tags: z
    .array(text(/^[a-z0-9][a-z0-9._-]*$/, "a tag, such as canary"))
    .optional(),
  user: loginName.optional(),
})

export type HostFile = z.infer<typeof hostFile>
