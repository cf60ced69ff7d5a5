import type { StageName } from "./stage-name.ts"
import type { Verdict } from "./outcome/verdict.ts"

/**
 * Where a deployment is meant to end: an end, not flags. The idea is colmena's
 * `Goal`, whose predicates replace every `if goal ==` elsewhere.
 */
type GoalTraits = {
  /** The last stage that runs before *report*. */
  readonly last: StageName
  /** What success is called when that stage ends it. */
  readonly verdict: Verdict
  /** Whether the running system is replaced. */
  readonly activates: boolean
  /** Whether the next boot gets the candidate. */
  readonly persists: boolean
}

export const goals = {
  boot: {
    last: "report",
    verdict: "staged",
    activates: false,
    persists: true,
  },
  build: {
    last: "build",
    verdict: "built",
    activates: false,
    persists: false,
  },
  "dry-activate": {
    last: "build",
    verdict: "dry-activated",
    activates: false,
    persists: false,
  },
  plan: {
    last: "plan",
    verdict: "planned",
    activates: false,
    persists: false,
  },
  push: {
    last: "push",
    verdict: "pushed",
    activates: false,
    persists: false,
  },
  /** Of `gpu repair` alone: the driver of the system that runs. */
  repair: {
    last: "report",
    verdict: "repaired",
    activates: true,
    persists: false,
  },
  switch: {
    last: "report",
    verdict: "committed",
    activates: true,
    persists: true,
  },
  test: {
    last: "report",
    verdict: "tested",
    activates: true,
    persists: false,
  },
} as const satisfies Record<string, GoalTraits>

export type Goal = keyof typeof goals

/** The traits of a goal. */
export function traitsOf(goal: Goal): GoalTraits {
  return goals[goal]
}

/** Whether a deployment ends with its plan, and leaves nothing behind. */
export function onlyLooks({ goal }: { readonly goal: Goal }): boolean {
  return traitsOf(goal).last === "plan"
}
