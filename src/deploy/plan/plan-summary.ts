import { z } from "zod"

/** What a deployment would do, as `--json` and the printer show it. */
export const planSummary = z.strictObject({
  apps: z
    .array(
      z.strictObject({
        app: z.string(),
        because: z.string(),
        does: z
          .enum(["live", "nothing", "reboot", "restart", "start", "stop"])
          .describe("live: a call of its API; nothing: files beside it"),
        when: z
          .enum(["drained", "now", "when-idle"])
          .optional()
          .describe("when it may lose its process"),
      }),
    )
    .optional()
    .describe(
      "what is expected to happen to apps that change; left out where that " +
        "isn't known",
    ),
  builders: z
    .array(z.strictObject({ name: z.string(), on: z.array(z.string()) }))
    .describe("packages that builders would compile first, and where"),
  build: z.array(z.string()).describe("names missing from all caches, sorted"),
  built: z
    .strictObject({
      bytes: z
        .number()
        .describe("of what is built, as large as its like on the host now"),
      paths: z.number().int(),
      unknown: z
        .number()
        .int()
        .describe("store paths of which nothing like it is on the host"),
    })
    .describe("what would be built, in numbers"),
  candidate: z.string().describe("store path of the new system"),
  current: z.string().optional().describe("store path of the running system"),
  disk: z.strictObject({
    "boot-adds": z
      .array(z.string())
      .describe("files that must be copied to where the loader boots from"),
    "boot-after": z.number().optional().describe("bytes, with these files"),
    "boot-free": z.number().optional().describe("bytes"),
    "boot-place": z.string().describe("where the loader's kernels are"),
    "nix-after": z
      .number()
      .optional()
      .describe(
        "bytes, once everything is fetched, and built as far as its size " +
          "is known",
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
  "heavy-estimates": z
    .array(
      z.strictObject({
        by: z
          .enum(["history", "table"])
          .describe(
            "history: as long as it took before, there or in the fleet",
          ),
        minutes: z.number(),
        name: z.string(),
      }),
    )
    .describe("about how long compiling each of them takes"),
  "heavy-minutes": z
    .number()
    .describe("about how long compiling all of them takes"),
  notes: z.array(z.string()).describe("things worth knowing beforehand"),
  packages: z
    .array(
      z.strictObject({
        "bytes-after": z.number().optional(),
        "bytes-before": z.number(),
        from: z.array(z.string()).describe("versions; empty: it is new"),
        name: z.string(),
        to: z.array(z.string()).describe("versions; empty: it goes"),
      }),
    )
    .optional()
    .describe(
      "packages whose versions change, the largest change first; before the " +
        "build a prediction, left out where the store can't tell",
    ),
  present: z
    .strictObject({ bytes: z.number(), paths: z.number().int() })
    .optional()
    .describe("what of the new system is in the store already"),
  questions: z.array(z.string()).describe("questions a deployment would ask"),
  refusals: z.array(z.string()).describe("reasons to refuse the deployment"),
  unchanged: z.boolean(),
  untrusted: z
    .array(z.string())
    .describe("heavy names in caches without a trusted signature"),
  units: z
    .strictObject({
      keep: z.array(z.string()).describe("changed, and left running"),
      reload: z.array(z.string()),
      restart: z.array(z.string()),
      start: z.array(z.string()),
      stop: z.array(z.string()),
    })
    .optional()
    .describe(
      "what the switch is expected to do with services and timers; the dry " +
        "activation after the build has the last word",
    ),
  "unusable-caches": z
    .array(z.string())
    .describe("caches that couldn't be asked, with reasons"),
})

export type PlanSummary = z.infer<typeof planSummary>
