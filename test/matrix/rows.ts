import type { Cell, End, NotApplicable, Stage } from "./cell.ts"

const early = ["connect", "probe", "push", "plan", "guard", "build"] as const
type Early = (typeof early)[number]

/** Why a fault can't strike. */
export const na = (because: string): NotApplicable => ({ because })

/** The same at each stage before the lock. */
export function before(cell: Cell): Readonly<Record<Early, Cell>> {
  return Object.fromEntries(early.map((stage) => [stage, cell])) as Record<
    Early,
    Cell
  >
}

/** A property of the candidate shows at one stage. */
export function only(stage: Stage, end: End): Readonly<Record<Stage, Cell>> {
  const rest = na(`it is a property of the candidate, and shows in ${stage}`)
  return {
    ...before(rest),
    activate: rest,
    commit: rest,
    drain: rest,
    gate: rest,
    lock: rest,
    report: rest,
    restore: rest,
    [stage]: end,
  }
}
