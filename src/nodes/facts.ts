import { z } from "zod"
import { camelKeys } from "../camel-keys.ts"

/** A custom node as the inventory declares it. */
export const nodeSource = z.strictObject({
  hash: z.string(),
  name: z.string(),
  rev: z.string(),
  url: z.string(),
})

const evaluated = z.strictObject({
  nodes: z.array(nodeSource),
  /** What ComfyUI's Python has, nixpkgs' names and versions. */
  packages: z.record(z.string(), z.string()),
  /** As uv names it, such as `x86_64-manylinux_2_39`. */
  platform: z.string().regex(/^[a-z0-9_]+-manylinux_2_\d+$/),
  /** Such as 3.12. */
  python: z.string().regex(/^3\.\d+$/),
  /** A line of torch's own index, where torch is from there: `cu126`. */
  "torch-backend": z
    .string()
    .regex(/^[a-z0-9.]+$/)
    .nullable(),
})

/** What evaluation says of a host: nix/nodes/facts.nix. */
export const nodeFacts = evaluated.transform(camelKeys)

export type NodeFacts = z.infer<typeof nodeFacts>
