import type { Policy } from "../../inventory/host.ts"
import type { Limits } from "../../limits.ts"

/** Seconds that a deployment waits for an app to have nothing to do. */
export function drainLimit(
  policy: Policy["appRestart"],
  limits: Pick<Limits, "idle" | "queue">,
): number {
  switch (policy) {
    case "drained":
      return limits.queue
    case "now":
      return 0
    case "when-idle":
      return limits.idle
    default:
      return policy satisfies never
  }
}
