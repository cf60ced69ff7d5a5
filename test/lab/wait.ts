import { setTimeout as pause } from "node:timers/promises"
import { LabProblem } from "./problem.ts"

export type WaitOptions = {
  /** Seconds. */
  readonly deadline: number
  /** What is waited for, for the message: "lithium to boot". */
  readonly what: string
  /** Seconds between two looks. */
  readonly every?: number
}

/**
 * Looks until the condition gives something truthy, and answers it.
 * Errors: LabProblem when the deadline passes; a condition that throws ends
 * the wait.
 */
export async function waitFor<Found>(
  condition: () => Found | Promise<Found>,
  { deadline, what, every = 0.1 }: WaitOptions,
): Promise<NonNullable<Found>> {
  const end = performance.now() + deadline * 1000
  for (;;) {
    const found = await condition()
    if (found) return found as NonNullable<Found>
    if (performance.now() > end) {
      throw new LabProblem(`waited ${deadline} s for ${what}, in vain`)
    }
    await pause(every * 1000)
  }
}
