import { planModified } from "./modified.ts"
import { add, type Plan } from "./plan.ts"
import type { Rules } from "./rules.ts"
import type { Unit } from "./unit-file.ts"
import type { Facts } from "./unit-facts.ts"

/** What an activation script asked for in its two lists. */
export type Requested = {
  readonly restart: readonly {
    readonly name: string
    readonly stem: string
    readonly next: Unit
  }[]
  readonly reload: readonly string[]
}

/** Plans the requests; `active` is what ran before the activation. */
export function planRequested(
  requested: Requested,
  plan: Plan,
  rules: Rules,
  { active, hasNext }: Pick<Facts, "active" | "hasNext">,
): void {
  for (const unit of requested.restart) {
    if (!active.has(unit.name)) add(plan, "start", unit.name)
    else planModified(unit, plan, { active, by: "restart", hasNext, rules })
  }
  for (const name of requested.reload) {
    const stopped = plan.restart.has(name) || plan.stop.has(name)
    if (active.has(name) && !stopped) add(plan, "reload", name)
  }
}
