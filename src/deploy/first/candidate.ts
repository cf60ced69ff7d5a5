import { z } from "zod"
import { camelKeys } from "../../camel-keys.ts"
import { candidateSudo } from "./candidate-sudo.ts"

const evaluatedMachine = z.looseObject({
  addresses: z.array(z.string()),
  "file-systems": z.record(
    z.string(),
    z.looseObject({ device: z.string(), type: z.string() }),
  ),
  firewall: z.looseObject({
    enable: z.boolean(),
    open: z.array(z.object({ from: z.number(), to: z.number() })),
  }),
  "host-id": z.string().nullable(),
  interfaces: z.array(z.string()),
  loader: z.string(),
  luks: z.record(z.string(), z.string()),
  ssh: z
    .looseObject({
      enable: z.boolean(),
      "home-keys": z.boolean(),
      ports: z.array(z.number()),
      "root-login": z.unknown(),
    })
    .transform(camelKeys),
  "state-version": z.string(),
  "host-name": z.string(),
  sudo: candidateSudo,
  users: z.record(
    z.string(),
    z.looseObject({
      gids: z.array(z.number()),
      groups: z.array(z.string()),
      keys: z.array(z.string()),
      uid: z.number().nullable(),
    }),
  ),
})

/** What nix/lib/machine.nix says of the system to be. */
export const candidateMachine = evaluatedMachine.transform(camelKeys)

export type CandidateMachine = z.infer<typeof candidateMachine>
