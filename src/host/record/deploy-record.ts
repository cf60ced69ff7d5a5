import { z } from "zod"
import { camelKeys } from "../../camel-keys.ts"

export const finalStates = [
  "committed",
  "conflict",
  "degraded",
  "failed",
  "refused",
  "repaired",
  "rolled-back",
  "stranded",
  "tested",
] as const
const runningStates = [
  "activating",
  // A one-shot boot was asked for; then the candidate's own guard supervises
  // (nix/modules/one-shot-guard.sh).
  "booting",
  "committing",
  "gating",
  "locked",
  "rolling-back",
  "starting",
] as const

/** Why a deployment ended as it did; what the supervisor writes. */
export const causes = [
  "activation-failed",
  "activation-killed",
  "activation-refused",
  "activation-timeout",
  "app-crashing",
  "app-not-candidate",
  "app-unit-down",
  "busy",
  "changed",
  "dead-man",
  "disk-full",
  "driver-held",
  "driver-load-failed",
  "driver-mismatch",
  "driver-stuck",
  "driver-unload-failed",
  "gpu-fault",
  "gpu-lost",
  "gpu-missing",
  "loader-failed",
  "needs-reboot",
  "no-acknowledgement",
  "no-contact",
  "no-go",
  "not-current",
  "one-shot-unsupported",
  "processes-left",
  "profile-failed",
  "record-unwritable",
  "reboot",
  "reboot-failed",
  "rejected",
  "run-full",
  "silent",
  "smi-failed",
  "started-incomplete",
  "state-unsaved",
  "switch-locked",
  "switched-by-others",
  "unit-failed",
] as const

/** As many digits as a shell can count with. */
const count = z.coerce
  .string()
  .regex(/^\d{1,15}$/)
  .transform(Number)
const words = z
  .string()
  .default("")
  .transform((text) => text.split(" ").filter((word) => word !== ""))

/** The record on the host, `key=value` lines there. */
export const writtenRecord = z.object({
  id: z.string().min(1),
  /** Counts every write; `follow` waits for another one. */
  seq: count,
  state: z.enum([...runningStates, ...finalStates]),
  /**
   * Within `locked`: draining; within `activating`: preparing (of a one-shot
   * boot), stopping, unloading, switching, loading, starting; within `gating`:
   * booted, local, contact, acknowledgement.
   */
  phase: z.string().default(""),
  goal: z.enum(["boot", "reboot", "repair", "stage", "switch", "test"]),
  nonce: z.string().min(1),
  who: z.string().default(""),
  reason: z.string().default(""),
  "boot-id": z.string(),
  /**
   * Its place among the deployments of the host, which counts them itself; 0:
   * an older sdops has written it.
   */
  number: count.optional().catch(undefined).default(0),
  /** Seconds since 1970, by the host's clock. */
  started: count,
  since: count,
  candidate: z.string(),
  current: z.string(),
  profile: z.string(),
  generation: z.string(),
  /** Of a one-shot boot: seconds until its guard goes back. */
  "boot-deadline": count.optional().catch(undefined),
  /** A store path, or `unknown: why`. */
  "boot-default": z.string(),
  booted: z.string(),
  /** What ended or turned the deployment; free only within `rejected`. */
  cause: z.enum(causes).optional().catch(undefined),
  /** One line of evidence for the cause. */
  detail: z.string().default(""),
  /** Of switch-to-configuration test: a number, `timeout` or `lost`. */
  "activation-exit": z.string().default(""),
  /** Units that fail since the activation. */
  "newly-failed": words,
  /** Units that failed before it and fail still. */
  "still-failing": words,
  /** Units that the switch said had failed, and that didn't by the gate. */
  recovered: words,
  /** Users whose own part of the activation failed. */
  "users-failed": words,
  restarted: words,
  /** After a rollback: apps that served before and do not. */
  "apps-down": words,
  /** Of the old system's own test, when it was rolled back: as the other. */
  "rollback-exit": z.string().default(""),
  /** The new generation, when committed. */
  "committed-generation": z.string().default(""),
  /** Jobs of an app that were saved before it was stopped. */
  "jobs-saved": count.optional().catch(undefined).default(0),
  /** Of those, jobs that it has not been given back by the end. */
  "jobs-waiting": count.optional().catch(undefined).default(0),
  /** `sdops: …`, when a person must type something on a console. */
  "console-command": z.string().default(""),
})

/** The record as it is read here. */
export const deployRecordSchema = writtenRecord.transform(camelKeys)

export type DeployRecord = z.infer<typeof deployRecordSchema>
export type DeployState = DeployRecord["state"]
export type FinalState = (typeof finalStates)[number]
export type Cause = (typeof causes)[number]

/** Whether nothing more will happen by itself. */
export function isFinal(state: DeployState): state is FinalState {
  return (finalStates as readonly string[]).includes(state)
}

/**
 * Parses a record's text; undefined when it isn't one. record.sh's
 * `record_whole` judges alike on the host: what this can't read, it sets aside.
 */
export function parseRecord(text: string): DeployRecord | undefined {
  const pairs = text.split("\n").flatMap((line) => {
    const at = line.indexOf("=")
    return at > 0 ? [[line.slice(0, at), line.slice(at + 1)] as const] : []
  })
  // The first of two counts, as it does for the scripts.
  const values = Object.fromEntries(pairs.toReversed())
  const parsed = deployRecordSchema.safeParse(values)
  return parsed.success ? parsed.data : undefined
}
