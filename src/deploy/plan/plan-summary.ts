import { z } from "zod"

/** What a deployment would do, as `--json` and the printer show it. */
export const planSummary = z.strictObject({
  builders: z
    .array(z.strictObject({ name: z.string(), on: z.array(z.string()) }))
    .describe("packages that builders would compile first, and where"),
  build: z.array(z.string()).describe("names missing from all caches, sorted"),
  candidate: z.string().describe("store path of the new system"),
  current: z.string().optional().describe("store path of the running system"),
  disk: z.strictObject({
    "boot-free": z.number().optional().describe("bytes"),
    "nix-after": z
      .number()
      .optional()
      .describe(
        "bytes, once everything is fetched; what is built comes on top",
      ),
    "nix-free": z.number().optional().describe("bytes"),
    unpacked: z.number().optional().describe("bytes added by fetching"),
  }),
  drift: z.array(z.string()),
  driver: z.strictObject({
    because: z.string().optional(),
    do: z
      .enum(["nothing", "one-shot-boot", "refuse", "reload", "switch"])
      .describe("switch: the loaded driver stays"),
    from: z.string().optional().describe("loaded version"),
    repairs: z
      .boolean()
      .optional()
      .describe("whether the library is already the new one"),
    stops: z
      .array(z.string())
      .optional()
      .describe("units that use the driver and are stopped for the reload"),
    to: z.string().optional().describe("version to load"),
  }),
  fetch: z.strictObject({
    bytes: z.number().optional().describe("bytes to download"),
    from: z
      .array(
        z.strictObject({
          bytes: z.number(),
          cache: z.string().describe("its URL"),
          paths: z.number().int(),
        }),
      )
      .describe("what each cache gives; its signatures are trusted"),
    paths: z.number().int(),
  }),
  heavy: z.array(z.string()).describe("names that are slow to compile"),
  "heavy-minutes": z
    .number()
    .describe("about how long compiling them takes, by a table"),
  notes: z.array(z.string()).describe("things worth knowing beforehand"),
  questions: z.array(z.string()).describe("questions a deployment would ask"),
  refusals: z.array(z.string()).describe("reasons to refuse the deployment"),
  unchanged: z.boolean(),
  untrusted: z
    .array(z.string())
    .describe("heavy names in caches without a trusted signature"),
  "unusable-caches": z
    .array(z.string())
    .describe("caches that couldn't be asked, with reasons"),
})

export type PlanSummary = z.infer<typeof planSummary>
