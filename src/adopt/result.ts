import { z } from "zod"

const finding = z.strictObject({
  cure: z.string().describe("what to write instead"),
  file: z.string().describe("from the fleet's root"),
  line: z.number().int(),
  what: z.string(),
})

/** What `hosts add` answers. */
export const adoption = z.strictObject({
  address: z.string(),
  files: z.array(z.string()).describe("what was written, from the root"),
  fingerprint: z.string(),
  gpu: z.strictObject({
    "compute-capability": z.string().optional(),
    model: z.string().optional(),
    vendor: z.enum(["amd", "none", "nvidia"]),
  }),
  host: z.string(),
  "host-key": z.string(),
  nixos: z.string().optional().describe("the running version"),
  nixpkgs: z.strictObject({
    because: z.string(),
    reference: z.string().describe("the fleet's input"),
  }),
  notes: z.array(z.string()),
  platform: z.string(),
  port: z.number().int().optional().describe("left out: ssh_config's"),
  ready: z.boolean().describe("true: nothing to change before a plan"),
  root: z.string().describe("the fleet's folder"),
  "state-version": z.string().optional(),
  "to-change": z.array(finding).describe("what doesn't work in a flake"),
  user: z.string(),
})

export type Adoption = z.infer<typeof adoption>
