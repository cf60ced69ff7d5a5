import { z } from "zod"

/** What a deployment would do, as `--json` and the printer show it. */
export const planSummary = z.strictObject({
  builders: z
    .array(z.strictObject({ name: z.string(), on: z.array(z.string()) }))
    .describe("what builders would compile first, and which may"),
  build: z.array(z.string()).describe("names that no cache has, sorted"),
  candidate: z.string().describe("store path of the system to be"),
  current: z.string().optional().describe("store path that runs now"),
  disk: z.strictObject({
    "boot-free": z.number().optional().describe("bytes"),
    "nix-free": z.number().optional().describe("bytes"),
    unpacked: z.number().optional().describe("bytes that fetching adds"),
  }),
  drift: z.array(z.string()),
  driver: z.strictObject({
    because: z.string().optional(),
    do: z
      .enum(["nothing", "one-shot-boot", "refuse", "reload", "switch"])
      .describe("switch: it stays as it is loaded"),
    from: z.string().optional().describe("version that is loaded"),
    repairs: z
      .boolean()
      .optional()
      .describe("whether the library is the new one already"),
    stops: z
      .array(z.string())
      .optional()
      .describe("units that hold the driver and are stopped meanwhile"),
    to: z.string().optional().describe("version that is to be loaded"),
  }),
  fetch: z.strictObject({
    bytes: z.number().optional().describe("bytes to download"),
    paths: z.number().int(),
  }),
  heavy: z.array(z.string()).describe("names that take long to compile"),
  notes: z.array(z.string()).describe("what is worth knowing before"),
  questions: z.array(z.string()).describe("what a deployment would ask"),
  refusals: z.array(z.string()).describe("why a deployment would be refused"),
  unchanged: z.boolean(),
  untrusted: z
    .array(z.string())
    .describe("heavy names that caches have, signed by no trusted key"),
  "unusable-caches": z
    .array(z.string())
    .describe("caches that couldn't be asked, and why"),
})

export type PlanSummary = z.infer<typeof planSummary>
