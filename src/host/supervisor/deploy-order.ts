import { z } from "zod"
import { deployIdSchema, storePathSchema, unitSchema } from "../store-path.ts"

const seconds = z.number().int().min(1).max(86_400)
const oneLine = z
  .string()
  .max(500)
  .regex(/^[^\u0000-\u001f\u007f]*$/)

const gpuUuid = z.string().regex(/^GPU-[0-9a-f-]{1,60}$/)

/** What a supervisor is told; checked before anything is sent. */
export const deployOrderSchema = z.object({
  id: deployIdSchema,
  /**
   * `boot` writes profile and loader and activates nothing; `reboot` boots the
   * candidate once and commits it from there; `repair` reloads the driver of
   * the system that runs; `stage` is what of `reboot` comes before the boot.
   */
  goal: z.enum(["boot", "reboot", "repair", "stage", "switch", "test"]),
  /** Who deploys, and why: for the lock and the record. */
  who: oneLine,
  reason: oneLine,
  /** Given back with every signal; a random word. */
  nonce: z.string().regex(/^[A-Za-z0-9_-]{16,64}$/),
  candidate: storePathSchema,
  /** What the plan was made from; anything else is `hostChanged`. */
  expected: z.object({
    bootDefault: oneLine,
    bootId: z.uuid(),
    booted: z.string().max(300),
    current: storePathSchema,
    /** The loaded NVIDIA module's version; empty without one. */
    driver: z.string().max(40),
    generation: z.string().regex(/^[0-9]*$/),
    profile: z.string().max(300),
  }),
  gpu: z.object({
    vendor: z.enum(["amd", "none", "nvidia"]),
    /** How many GPUs there must be. */
    count: z.number().int().min(0).max(64).optional(),
    /** Those that must answer, by nvidia-smi's UUID. */
    uuids: z.array(gpuUuid).max(64).optional(),
    /** Of the candidate; empty when unknown. */
    driver: z.string().regex(/^[0-9.]*$/),
    /** The driver is replaced without a reboot. */
    reload: z
      .object({
        /** The version that is loaded. */
        from: z.string().regex(/^[0-9.]+$/),
        /** Units that are stopped and held down meanwhile. */
        hold: z.array(unitSchema),
      })
      .optional(),
  }),
  /** Activates without the candidate's own checks: they were made before. */
  noCheck: z.boolean().optional(),
  /**
   * Whether a candidate that can't be booted once is made the boot default
   * before it is proven.
   */
  bootUnproven: z.boolean().optional(),
  /** What happens to the jobs of an app that the deployment restarts. */
  appRestart: z.enum(["drained", "now", "when-idle"]).optional(),
  /** The user that sdops comes as, and so reaches a closed app. */
  login: oneLine.optional(),
  /** When an app that is waited for may be restarted; any time, without. */
  quietHours: z
    .string()
    .regex(/^(\d\d:\d\d-\d\d:\d\d)?$/)
    .optional(),
  /** Units that lose their process, as the dry activation says. */
  touched: z.array(unitSchema).optional(),
  /** Units that the candidate must run. */
  apps: z.array(unitSchema),
  /** Units that the old system ran; a rollback brings them back. */
  oldApps: z.array(unitSchema),
  /** Apps' files that a rollback puts back as they were, such as databases. */
  stateFiles: z
    .array(
      z.object({
        path: z.string().regex(/^(\/[A-Za-z0-9._+@~-]+)+$/),
        unit: unitSchema,
      }),
    )
    .optional(),
  /** Units that may fail without a rollback. */
  toleratedUnits: z.array(unitSchema),
  /** Waits, locked, for `giveGo` before it activates. */
  waitForGo: z.boolean(),
  limits: z.object({
    /** Since the last output or change of systemd's jobs. */
    activation: seconds,
    /** Since its boot, for a candidate that was booted once. */
    bootDeadline: seconds,
    /** For `contact`, since the local gate passed. */
    contact: seconds,
    /** For `acknowledge`, since `contact`. */
    gate: seconds,
    /** For one call into the driver: unload, load, nvidia-smi. */
    driver: seconds,
    /** For `giveGo`. */
    go: seconds,
    /** The silence after which the dead-man acts. */
    heartbeatExpiry: seconds,
    /** For an app's running job, or for its last one; 0: for none. */
    idle: z.number().int().min(0).max(86_400),
    /** For others' switch-to-configuration lock. */
    lock: seconds,
    /** For app units to become active. */
    ready: seconds,
  }),
})

export type DeployOrder = z.infer<typeof deployOrderSchema>

/** The order as the variables of the scripts. */
export function orderVariables(order: DeployOrder): Record<string, string> {
  const { expected, limits } = order
  return {
    activation_limit: String(limits.activation),
    app_restart: order.appRestart ?? "drained",
    apps: order.apps.join(" "),
    boot_deadline: String(limits.bootDeadline),
    boot_id_expected: expected.bootId,
    boot_unproven: order.bootUnproven === true ? "1" : "0",
    booted_expected: expected.booted,
    candidate: order.candidate,
    contact_limit: String(limits.contact),
    driver_expected: expected.driver,
    driver_from: order.gpu.reload?.from ?? "",
    driver_limit: String(limits.driver),
    driver_wanted: order.gpu.driver,
    expiry: String(limits.heartbeatExpiry),
    gate_limit: String(limits.gate),
    go_limit: String(limits.go),
    goal: order.goal,
    gpu_count: String(order.gpu.count ?? 0),
    gpu_uuids: (order.gpu.uuids ?? []).join(" "),
    hold_units: (order.gpu.reload?.hold ?? []).join(" "),
    id: order.id,
    idle_limit: String(limits.idle),
    lock_limit: String(limits.lock),
    login: order.login ?? "",
    no_check: order.noCheck === true ? "1" : "0",
    nonce: order.nonce,
    old_apps: order.oldApps.join(" "),
    old_default: expected.bootDefault,
    old_generation: expected.generation,
    old_profile: expected.profile,
    old_system: expected.current,
    quiet_hours: order.quietHours ?? "",
    ready_limit: String(limits.ready),
    reason: order.reason,
    reload: order.gpu.reload === undefined ? "0" : "1",
    state_files: (order.stateFiles ?? [])
      .map(({ path, unit }) => `${unit}:${path}`)
      .join(" "),
    tolerated: order.toleratedUnits.join(" "),
    touched: (order.touched ?? []).join(" "),
    vendor: order.gpu.vendor,
    wait_for_go: order.waitForGo ? "1" : "0",
    who: order.who,
  }
}
