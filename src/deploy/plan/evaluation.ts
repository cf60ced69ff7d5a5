import { z } from "zod"
import { camelKeys } from "../../camel-keys.ts"
import { storePathSchema, unitSchema } from "../../host/store-path.ts"
import { candidateMachine } from "../first/candidate.ts"

const declaredApp = z.looseObject({
  /** A declared checkpoint's file name, for an image made with a model. */
  checkpoint: z.string().nullish(),
  /** Declared custom nodes, by their folders' names. */
  "custom-nodes": z.array(z.string()).optional(),
  /** Folders that systemd-tmpfiles makes, and who is to own them. */
  folders: z.array(z.string()).optional(),
  /** The same, but that one which is there keeps its owner. */
  "further-folders": z.array(z.string()).optional(),
  /** A path that answers 2xx when a custom app can serve. */
  "health-check": z.string().nullish(),
  kind: z.enum(["custom", "known"]).optional(),
  listen: z.array(z.string()).optional(),
  name: z.string(),
  port: z.number().int(),
  /** Saved before activation, put back by a rollback. */
  "state-files": z.array(z.string()).optional(),
  unit: unitSchema,
  /** What is dialled on the host itself. */
  url: z.string().optional(),
  user: z.string().nullish(),
})

/** A file in the store. */
const storeFile = z
  .string()
  .regex(/^\/nix\/store\/[0-9a-df-np-sv-z]{32}-[A-Za-z0-9+._?=-]+\/[\w.+-]+$/)

/** What nix/lib/changes.nix says of the system to be. */
const changes = z.looseObject({
  boot: z.looseObject({
    /** Whether the loader always copies kernels. */
    copies: z.boolean(),
    initrd: storeFile.nullish(),
    kernel: storeFile,
    /** Where the boot loader's files are. */
    place: z.string().regex(/^\/[A-Za-z0-9/._-]*$/),
  }),
  /** Unit → its file's sum, what a change does, and whether it is wanted. */
  units: z.record(z.string(), z.string()),
})

/**
 * What `sdops.<host>` of the flake evaluates to; `host` is also written to
 * etc/sdops/host.json of the system itself.
 */
export const evaluationSchema = z.looseObject({
  changes: changes.optional(),
  host: z.looseObject({
    apps: z.array(declaredApp.transform(camelKeys)),
    driver: z.looseObject({ version: z.string().nullable() }),
    gpu: z.looseObject({ vendor: z.enum(["amd", "none", "nvidia"]) }),
    kernel: z.string().nullish(),
    name: z.string(),
    /** LUKS devices that wait for a passphrase at the console, at boot. */
    unlockedByHand: z.array(z.string()).optional(),
  }),
  /** For the comparison with a host that sdops never deployed. */
  machine: candidateMachine.optional(),
  /** The toplevel's derivation. */
  system: storePathSchema,
  /** The toplevel's store path. */
  toplevel: storePathSchema,
  /** What modules warn of. */
  warnings: z.array(z.string()).optional(),
})

export type Evaluation = z.infer<typeof evaluationSchema>
