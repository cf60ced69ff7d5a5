import { z } from "zod"
import { failureResult } from "../../errors/failure-result.ts"
import { finalStates } from "../../host/record/deploy-record.ts"

const time = z.string().describe("ISO 8601, UTC")

export const drifts = [
  "apps",
  "boot-default",
  "foreign",
  "kernel",
  "profile",
] as const

export const driverStates = [
  "mismatch",
  "none",
  "ok",
  "silent",
  "unloaded",
] as const

const app = z.strictObject({
  app: z.string(),
  queued: z
    .number()
    .int()
    .optional()
    .describe("jobs that run or wait; left out where the app doesn't tell"),
  state: z
    .string()
    .describe("of its unit, as systemd says it; absent: there is no unit"),
})

const read = z.strictObject({
  apps: z.array(app).describe("those that are declared or that the system has"),
  busy: z.array(z.string()).describe("units that switch the host just now"),
  deployment: z
    .strictObject({
      at: time.describe("when it ended"),
      record: z.string(),
      verdict: z.enum(finalStates),
      who: z.string(),
    })
    .optional()
    .describe("the last one that ended"),
  drift: z
    .array(z.enum(drifts))
    .describe(
      "what differs from the running system: declared apps, boot default, " +
        "booted kernel, profile; foreign: sdops didn't build it for this host",
    ),
  driver: z.strictObject({
    state: z
      .enum(driverStates)
      .describe("mismatch: module and library differ; silent: no GPU answers"),
    version: z.string().optional().describe("of the loaded module"),
  }),
  host: z.string(),
  outcome: z.enum(["bad", "ok", "warn"]),
  running: z
    .strictObject({
      record: z.string(),
      since: time,
      stage: z.string(),
      who: z.string(),
    })
    .optional()
    .describe("the deployment that goes on just now"),
  seconds: z.number(),
  system: z.strictObject({
    generation: z.string().optional(),
    nixos: z.string().optional().describe("NixOS's version"),
    since: time.optional().describe("when it was made"),
    toplevel: z.string(),
  }),
})

const unread = z.strictObject({
  error: failureResult,
  host: z.string(),
  outcome: z.literal("bad"),
})

export const hostStatus = z.union([read, unread])

/** What `status` answers. */
export const statusResult = z.strictObject({
  "exit-code": z.number().int(),
  hosts: z.array(hostStatus),
})

export type HostState = z.infer<typeof read>
export type HostStatus = z.infer<typeof hostStatus>
export type StatusResult = z.infer<typeof statusResult>
export type Drift = (typeof drifts)[number]

/** What the program says while it looks: a host was seen. */
export type StatusEvent = HostStatus & { readonly event: "host-seen" }
