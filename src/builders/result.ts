import { z } from "zod"

const builder = z.strictObject({
  address: z.string(),
  features: z.array(z.string()),
  "host-key": z.string().optional().describe("pinned; else it is not used"),
  identity: z.string().describe("the private key on the hosts"),
  "mandatory-features": z.array(z.string()),
  "max-jobs": z.number().int(),
  name: z.string(),
  port: z.number().int().optional().describe("22 when left out"),
  "speed-factor": z.number().int(),
  systems: z.array(z.string()),
  user: z.string(),
})

const finding = z.strictObject({
  code: z.string().optional().describe("of the error behind it"),
  cure: z.array(z.string()).describe("commands and lines that help"),
  evidence: z.array(z.string()).describe("the machines' own last lines"),
  feature: z.string().optional().describe("the feature that was asked for"),
  finding: z.string(),
  outcome: z.enum(["bad", "ok"]),
  system: z.string().optional().describe("the system that was asked for"),
})

const check = z.strictObject({
  builder: z.string(),
  findings: z.array(finding),
  host: z.string().describe("from where it was looked at"),
  nix: z.string().optional().describe("version of the builder's Nix"),
  outcome: z.enum(["bad", "ok"]),
  seconds: z.number(),
})

/** What `builders check` answers. */
export const buildersChecked = z.strictObject({
  checks: z.array(check),
  "exit-code": z.number().int(),
})

/** What `builders list` answers, sorted by name. */
export const buildersListed = z.strictObject({
  builders: z.array(builder),
  "exit-code": z.number().int(),
})

/** What `builders add` answers. */
export const builderAdded = z.strictObject({
  added: builder,
  authorise: z
    .array(z.strictObject({ host: z.string(), line: z.string() }))
    .describe("lines for authorized_keys of the builder's user"),
  "exit-code": z.number().int(),
})

/** What `builders remove` answers. */
export const builderRemoved = z.strictObject({
  "exit-code": z.number().int(),
  removed: z.string(),
})

export type BuilderAdded = z.infer<typeof builderAdded>
export type BuilderCheck = z.infer<typeof check>
export type BuilderFinding = z.infer<typeof finding>
export type BuilderRemoved = z.infer<typeof builderRemoved>
export type BuildersChecked = z.infer<typeof buildersChecked>
export type BuildersListed = z.infer<typeof buildersListed>
export type ListedBuilder = z.infer<typeof builder>
