import type { DeployInput } from "./deployment.ts"
import { traitsOf } from "./goal.ts"
import type { AnyStage } from "./stage.ts"
import { activate } from "./stages/activate.ts"
import { build } from "./stages/build.ts"
import { commit } from "./stages/commit.ts"
import { connect } from "./stages/connect.ts"
import { drain } from "./stages/drain.ts"
import { gate } from "./stages/gate.ts"
import { guard } from "./stages/guard.ts"
import { handOver } from "./stages/hand-over.ts"
import { lock } from "./stages/lock.ts"
import { plan } from "./stages/plan.ts"
import { previous } from "./stages/previous.ts"
import { probeAhead } from "./stages/probe-ahead.ts"
import { probe } from "./stages/probe.ts"
import { push } from "./stages/push.ts"
import { repairPlan } from "./stages/repair-plan.ts"
import { report } from "./stages/report.ts"

/** The deployment is a list. */
const supervised = [
  // Nothing on the host changes:
  connect,
  probeAhead,
  push,
  plan,
  guard,
  build,
  // The record on the host owns these:
  lock,
  drain,
  activate,
  gate,
  commit,
  report,
] as const satisfies readonly AnyStage[]

/** With `--engine nixos-rebuild`: no supervisor, no proof before the commit. */
const handedOver = [
  connect,
  probeAhead,
  push,
  plan,
  guard,
  handOver,
] as const satisfies readonly AnyStage[]

/** The system before this one, by the same way from *lock* on. */
export const rollbackStages = [
  connect,
  probe,
  previous,
  lock,
  drain,
  activate,
  gate,
  commit,
  report,
] as const satisfies readonly AnyStage[]

/** The system stays; its own driver is loaded. */
export const repairStages = [
  connect,
  probe,
  repairPlan,
  guard,
  lock,
  drain,
  { ...activate, title: "Reload the driver" },
  gate,
  { ...commit, title: "Release the host" },
  report,
] as const satisfies readonly AnyStage[]

/** The stages up to a goal's last one. */
export function stagesFor(input: DeployInput): readonly AnyStage[] {
  const { activates, last, persists } = traitsOf(input.goal)
  if (input.engine === "nixos-rebuild" && (activates || persists)) {
    return handedOver
  }
  const names = supervised.map((stage) => stage.name)
  const upToLast = supervised.slice(0, names.indexOf(last) + 1)
  const unneeded: readonly AnyStage[] = activates ? [] : [drain, activate, gate]
  return upToLast.filter((stage) => !unneeded.includes(stage))
}
