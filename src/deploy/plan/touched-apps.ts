import type { UnitState } from "../../host/probe/probe.ts"
import type { DryActivation } from "./dry-activation.ts"

/**
 * Which running app units lose their process: those that the dry activation
 * stops or restarts, those that systemd stops with these (it shows no
 * dependants, main.rs of
 * switch-to-configuration-ng), and all of them when the driver is replaced.
 * Sorted.
 */
export function touchedApps(
  apps: readonly UnitState[],
  dry: Pick<DryActivation, "restart" | "stop">,
  dependants: readonly string[],
  driverChanges: boolean,
): readonly string[] {
  const gone = new Set([...dry.stop, ...dry.restart, ...dependants])
  return apps
    .filter((app) => app.ActiveState !== "inactive")
    .filter((app) => driverChanges || gone.has(app.unit))
    .map((app) => app.unit)
    .toSorted()
}
