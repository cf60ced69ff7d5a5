import { z } from "zod"
import { secretReference, text } from "./text.ts"

const account = text(
  /^[a-z_][a-z0-9_-]{0,30}\$?$/,
  "a user or group, such as root",
)

/**
 * Secrets by name: where this machine has the value, and who may read it on the
 * host. The value itself is nowhere in the inventory.
 */
export const secrets = z.record(
  text(/^[a-z0-9][a-z0-9_.-]{0,62}$/, "a file name, such as netrc"),
  z.strictObject({
    from: secretReference("secret"),
    group: account.optional(),
    mode: text(
      /^0?[0-7]{3}$/,
      'an octal mode in quotes, such as "0400"',
    ).optional(),
    owner: account.optional(),
    units: z
      .array(
        text(
          /^[A-Za-z0-9:_.@-]+\.service$/,
          "a unit, such as nix-daemon.service",
        ),
      )
      .optional(),
  }),
)
