import { planModified } from "./modified.ts"
import { add, type Plan } from "./plan.ts"
import type { Rules } from "./rules.ts"
import { flag, startedByHandOnly, type Unit } from "./unit-file.ts"
import type { Facts, UnitFacts } from "./unit-facts.ts"

const sleeping = ["hibernate.target", "hybrid-sleep.target", "suspend.target"]

/** Compares every running unit of NixOS's with the new system's. */
export function decideUnits(
  facts: Facts,
  plan: Plan,
  rules: Rules,
  showAll: boolean,
): void {
  for (const unit of facts.units) decideUnit(unit, facts, plan, rules, showAll)
}

function decideUnit(
  unit: UnitFacts,
  facts: Facts,
  plan: Plan,
  rules: Rules,
  showAll: boolean,
): void {
  const { name, current, next } = unit
  if (current === "absent" || !runs(unit.state)) return
  if (next === "absent" || next === "masked") {
    if (flag(current, "Unit", "X-StopOnRemoval", true)) plan.stop.add(name)
    return
  }
  if (name.endsWith(".target")) {
    planTarget(name, next, plan, showAll)
    return
  }
  switch (rules.compareUnits(current, next)) {
    case "none":
      return
    case "reload":
      if (!plan.restart.has(name)) add(plan, "reload", name)
      return
    case "restart":
      planModified({ name, next, stem: unit.stem }, plan, {
        active: facts.active,
        by: "stop-and-start",
        hasNext: facts.hasNext,
        rules,
      })
  }
}

export function runs(state: string): boolean {
  return state === "active" || state === "activating"
}

/** Active targets are started again: that pulls in new wants and mounts. */
function planTarget(name: string, next: Unit, plan: Plan, showAll: boolean) {
  if (!sleeping.includes(name) && !startedByHandOnly(next)) {
    add(plan, "start", name)
    if (!showAll) plan.hidden.add(name)
  }
  if (flag(next, "Unit", "X-StopOnReconfiguration", false)) plan.stop.add(name)
}
