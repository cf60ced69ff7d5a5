import type { UnitState } from "../../host/probe/probe.ts"
import type { DryActivation } from "./dry-activation.ts"

/**
 * Which running app units lose their process: those that the dry activation
 * stops or restarts, or leaves running though they have changed (the deployment
 * restarts them), those that systemd stops with these (it shows no dependants,
 * main.rs of switch-to-configuration-ng), and all of them when the driver is
 * replaced. Sorted.
 */
export function touchedApps(
  apps: readonly UnitState[],
  dry: Pick<DryActivation, "keep" | "restart" | "stop">,
  dependants: readonly string[],
  driverChanges: boolean,
): readonly string[] {
  const all = [...dry.keep, ...dry.stop, ...dry.restart, ...dependants]
  const gone = new Set(all)
  return apps
    .filter((app) => app.ActiveState !== "inactive")
    .filter((app) => driverChanges || gone.has(app.unit))
    .map((app) => app.unit)
    .toSorted()
}
