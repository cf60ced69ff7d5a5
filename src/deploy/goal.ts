import type { Verdict } from "./outcome/verdict.ts"

/**
 * Where a deployment is meant to end: an end, not flags. The idea is colmena's
 * `Goal`, whose predicates replace every `if goal ==` elsewhere.
 */
type GoalTraits = {
  /** What success is called. */
  readonly verdict: Verdict
  /** Whether the running system is replaced. */
  readonly activates: boolean
  /** Whether the next boot gets the candidate, or may be told to. */
  readonly persists: boolean
}

export const goals = {
  boot: {
    verdict: "staged",
    activates: false,
    persists: true,
  },
  build: {
    verdict: "built",
    activates: false,
    persists: false,
  },
  "dry-activate": {
    verdict: "dry-activated",
    activates: false,
    persists: false,
  },
  plan: {
    verdict: "planned",
    activates: false,
    persists: false,
  },
  push: {
    verdict: "pushed",
    activates: false,
    persists: false,
  },
  /** Of `gpu repair` alone: the driver of the system that runs. */
  repair: {
    verdict: "repaired",
    activates: true,
    persists: false,
  },
  /** All that comes before a boot that proves it. */
  stage: {
    verdict: "staged",
    activates: false,
    persists: true,
  },
  switch: {
    verdict: "committed",
    activates: true,
    persists: true,
  },
  test: {
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
  return goal === "plan"
}

/** Whether the host evaluates what is pushed. */
export function evaluates({ goal }: { readonly goal: Goal }): boolean {
  return goal !== "push"
}
