import { fail } from "../errors/fail.ts"
import type { DeployInput } from "./deployment.ts"
import { type Goal, traitsOf } from "./goal.ts"
import { pipeline, type Stages } from "./pipeline.ts"
import { activate } from "./stages/activate.ts"
import { build } from "./stages/build.ts"
import { commit } from "./stages/commit.ts"
import { connect } from "./stages/connect.ts"
import { connectAhead } from "./stages/connect-ahead.ts"
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
import { rebootPlan } from "./stages/reboot-plan.ts"
import { repairPlan } from "./stages/repair-plan.ts"
import { report } from "./stages/report.ts"
import { takeOver } from "./stages/take-over.ts"

const pushed = pipeline.add(connectAhead).add(probeAhead).add(push)

const planned = pushed.add(plan)

/** So far nothing on the host changes. */
const built = planned.add(guard).add(build)

/** From the lock on, the record on the host owns what happens. */
const switched = built
  .add(lock)
  .add(drain)
  .add(activate)
  .add(gate)
  .add(commit)
  .add(report)

/** The running system stays, so there is nothing to drain and to prove. */
const nextBoot = built.add(lock).add(commit).add(report)

/** The next boot is still the old system's. */
const staged = built
  .add(lock)
  .add({ ...commit, title: "Stage it for a boot" })
  .add(report)

/** With `--engine nixos-rebuild`: no supervisor, no proof before the commit. */
const handedOver = planned.add(guard).add(handOver)

/** The system stays; its own driver is loaded. */
const repaired = pipeline
  .add(connect)
  .add(probe)
  .add(repairPlan)
  .add(guard)
  .add(lock)
  .add(drain)
  .add({ ...activate, title: "Reload the driver" })
  .add(gate)
  .add({ ...commit, title: "Release the host" })
  .add(report)

/** The system before this one, by the same way from *lock* on. */
export const rolledBack = pipeline
  .add(connect)
  .add(probe)
  .add(previous)
  .add(lock)
  .add(drain)
  .add(activate)
  .add(gate)
  .add(commit)
  .add(report)

/** What waits for a boot, or the running system, booted once and proven. */
export const rebooted = pipeline
  .add(connect)
  .add(probe)
  .add(rebootPlan)
  .add(lock)
  .add(drain)
  .add(activate)
  .add(gate)
  .add(commit)
  .add(report)

/** What somebody else has begun, from its record on the host. */
export const confirmed = pipeline
  .add(connect)
  .add(takeOver)
  .add(gate)
  .add(commit)
  .add(report)

const towards: Readonly<Record<Goal, Stages>> = {
  boot: nextBoot,
  build: built,
  "dry-activate": built,
  plan: planned,
  push: pushed,
  repair: repaired,
  stage: staged,
  switch: switched,
  test: switched,
}

/** What leads to a goal. Errors: `usage` where the engine can't. */
export function stagesFor({
  engine,
  goal,
}: Pick<DeployInput, "engine" | "goal">): Stages {
  const { activates, persists } = traitsOf(goal)
  const byOther = engine === "nixos-rebuild" && (activates || persists)
  if (byOther && goal === "stage") {
    const problem = "nixos-rebuild can't stage a system; sdops itself can"
    throw fail("usage", { problem, try: ["sdops deploy --help"] })
  }
  return byOther ? handedOver : towards[goal]
}
