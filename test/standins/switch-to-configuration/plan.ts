export type List = "reload-list" | "restart-list" | "start-list"

/** One line added to, or taken out of, a list in /run/nixos. */
export type Note = {
  readonly list: List
  readonly unit: string
  readonly is: "added" | "removed"
}

/** What a run is going to do to units. */
export type Plan = {
  readonly stop: Set<string>
  readonly start: Set<string>
  readonly restart: Set<string>
  readonly reload: Set<string>
  /** Changed, and left alone on the unit's own wish. */
  readonly skip: Set<string>
  /** Started without being shown. */
  readonly hidden: Set<string>
  /** For an interrupted run's successor, in order. */
  readonly notes: Note[]
}

/** The plan that an interrupted run left behind; empty as a rule. */
export function leftOver(
  lists: Readonly<Record<List, readonly string[]>>,
): Plan {
  return {
    hidden: new Set(),
    notes: [],
    reload: new Set(lists["reload-list"]),
    restart: new Set(lists["restart-list"]),
    skip: new Set(),
    start: new Set(lists["start-list"]),
    stop: new Set(),
  }
}

/** Plans a unit and notes it for a later run, in case this one dies. */
export function add(
  plan: Plan,
  what: "reload" | "restart" | "start",
  unit: string,
): void {
  plan[what].add(unit)
  plan.notes.push({ is: "added", list: `${what}-list`, unit })
}

/** What is stopped or restarted needs no reload. */
export function dropReload(plan: Plan, unit: string): void {
  if (!plan.reload.delete(unit)) return
  plan.notes.push({ is: "removed", list: "reload-list", unit })
}

/** Names that are shown. */
export function shown(plan: Plan, units: ReadonlySet<string>): string[] {
  return [...units].filter((unit) => !plan.hidden.has(unit))
}
