import type { UnitState } from "../../host/probe/probe.ts"
import type { DryActivation } from "./dry-activation.ts"

/**
 * Which running app units lose their process: those that the dry activation
 * stops or restarts, those whose needed units it does (it shows no dependants,
 * activation.md §8), and all of them when the driver is replaced. Sorted.
 */
export function touchedApps(
  apps: readonly UnitState[],
  dry: DryActivation,
  driverChanges: boolean,
): readonly string[] {
  const gone = new Set([...dry.stop, ...dry.restart])
  return apps
    .filter((app) => app.ActiveState !== "inactive")
    .filter(
      (app) =>
        driverChanges ||
        gone.has(app.unit) ||
        needs(app).some((unit) => gone.has(unit)),
    )
    .map((app) => app.unit)
    .toSorted()
}

/** The units whose stop stops this one. */
function needs(app: UnitState): readonly string[] {
  const { BindsTo, PartOf, Requires, Requisite } = app
  return [...BindsTo, ...PartOf, ...Requires, ...Requisite]
}
