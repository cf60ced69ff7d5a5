import { z } from "zod"
import { text } from "./text.ts"

/** What a deployment may do by itself; the fleet's, then the host's. */
export const policy = z.strictObject({
  "app-restart": z.enum(["drained", "now", "when-idle"]).optional(),
  "driver-change": z.enum(["auto", "reboot", "refuse", "reload"]).optional(),
  /** Of declared custom nodes that ComfyUI can't import. */
  "failed-nodes": z.enum(["note", "refuse"]).optional(),
  "heavy-builds": z.enum(["allow", "builders-only", "refuse"]).optional(),
  /** That all heavy builds of one deployment may take, where they may be. */
  "heavy-minutes": z
    .union([z.number().int().min(1), z.literal("any")])
    .optional(),
  /** When an app that `when-idle` waits for may be restarted. */
  "quiet-hours": text(
    /^$|^([01]\d|2[0-3]):[0-5]\d-([01]\d|2[0-3]):[0-5]\d$/,
    "two times of day, such as 22:00-06:00",
  ).optional(),
  /** Whether a change that needs a reboot may reboot the host by itself. */
  reboot: z.enum(["allowed", "ask", "never"]).optional(),
  /** What proves an app, at the gate and by `smoke`. */
  smoke: z
    .strictObject({
      depth: z.enum(["image", "kernels", "plumbing"]).optional(),
      workflow: text(
        /^[A-Za-z0-9][\w.-]{0,99}$/,
        "an image of images/, such as cat",
      ).optional(),
    })
    .optional(),
  "tolerated-units": z
    .array(
      text(
        /^[A-Za-z0-9:_.\\@*-]+\.[a-z]+$/,
        "a unit with its kind, such as smartd.service",
      ),
    )
    .optional(),
})
