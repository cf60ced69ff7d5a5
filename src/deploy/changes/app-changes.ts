import type { DriverDecision } from "../../gpu/decide.ts"
import type { Policy } from "../../inventory/host.ts"
import type { HostFacts } from "../../host/probe/probe.ts"
import type { Evaluation } from "../plan/evaluation.ts"
import type { UnitChanges } from "./unit-changes.ts"

/** What a change does to an app, and why. */
export type AppChange = {
  readonly app: string
  readonly because: string
} & (
  | { readonly does: "live" | "nothing" | "start" | "stop" }
  | { readonly does: "reboot" | "restart"; readonly when: When }
)

/** When an app that runs may lose its process. */
export type When = Policy["appRestart"]

export type AppFacts = {
  readonly name: string
  readonly unit: string
  /** Whether the host keeps its jobs, or sdops can at least count them. */
  readonly hasQueue: boolean
  readonly runs: boolean
}

/** The apps of the system to be, and which of them run now. */
export function appFacts(
  { host }: Pick<Evaluation, "host">,
  { apps }: Pick<HostFacts, "apps">,
): readonly AppFacts[] {
  const running = new Set(
    apps
      .filter(({ ActiveState }) => ActiveState === "active")
      .map(({ unit }) => unit),
  )
  return host.apps.map(({ kind, name, unit }) => ({
    hasQueue: kind !== "custom",
    name,
    runs: running.has(unit),
    unit,
  }))
}

/**
 * What a deployment does to each app that it changes, and when: at once, once
 * the running job is done, or once nothing is left to do. A unit beside the
 * app's own may change what the app has without a restart: models are files,
 * and settings have an API. Pure; in the order of the apps.
 */
export function appChanges(
  apps: readonly AppFacts[],
  units: UnitChanges,
  driver: DriverDecision,
  policy: Pick<Policy, "appRestart">,
): readonly AppChange[] {
  return apps.flatMap((app) => changeOf(app, units, driver, policy) ?? [])
}

function changeOf(
  { hasQueue, name: app, runs, unit }: AppFacts,
  units: UnitChanges,
  driver: DriverDecision,
  policy: Pick<Policy, "appRestart">,
): AppChange | undefined {
  if (!runs) {
    if (!units.start.includes(unit)) return undefined
    return { app, because: "it doesn't run yet", does: "start" }
  }
  // Of what is unknown nothing can be waited for.
  const when = hasQueue ? policy.appRestart : "now"
  if (units.stop.includes(unit))
    return { app, because: "the new system has none", does: "stop" }
  if (driver.do === "one-shot-boot")
    return { app, because: driver.because, does: "reboot", when }
  if (driver.do === "reload") {
    const because = `the driver is reloaded, ${driver.from} to ${driver.to}`
    return { app, because, does: "restart", when }
  }
  if (units.restart.includes(unit) || units.keep.includes(unit))
    return { app, because: "its unit changes", does: "restart", when }
  const beside = (kind: string) => {
    const other = unit.replace(/\.service$/, `-${kind}.service`)
    return [...units.restart, ...units.start].includes(other)
  }
  if (beside("settings")) {
    const because = "its settings change, through its API"
    return { app, because, does: "live" }
  }
  if (beside("models")) {
    const because = "models are files beside it; replaced ones are loaded anew"
    return { app, because, does: "nothing" }
  }
  return undefined
}

/** When, as a person reads it. */
export const sayWhen: Readonly<Record<When, string>> = {
  drained: "once its running job is done",
  now: "at once",
  "when-idle": "once it is idle",
}
