import { outputOf } from "./child.ts"
import { Died } from "./died.ts"
import type { ActiveUnit } from "./unit-facts.ts"

type Row = readonly [
  id: string,
  description: string,
  load: string,
  active: string,
  sub: string,
  following: string,
  path: string,
  job: number,
  ...rest: unknown[],
]

/** systemd's units but the inactive ones; those with a job count as well. */
export function activeUnits(
  busctl: string,
  inactive: "with-jobs" | "without-jobs" = "with-jobs",
): Map<string, ActiveUnit> {
  const rows = call(busctl, ["ListUnitsByPatterns", "asas", "0", "0"]) ?? []
  const kept = rows.filter(
    ([, , , active, , following, , job]) =>
      following === "" &&
      ((inactive === "with-jobs" && job !== 0) || active !== "inactive"),
  )
  return new Map(
    kept.map(([id, , , state, substate]) => [id, { state, substate }]),
  )
}

/** Whether one unit runs, or is about to; loads it where it isn't. */
export function isActive(busctl: string, unit: string): boolean {
  const rows = call(busctl, ["ListUnitsByNames", "as", "1", "--", unit])
  const state = rows[0]?.[3]
  return state === "active" || state === "activating"
}

/** The state of a unit that systemd has loaded; else undefined. */
export function loadedState(busctl: string, unit: string): string | undefined {
  const rows = call(busctl, ["ListUnitsFiltered", "as", "0"])
  return rows.find(([id]) => id === unit)?.[3]
}

function call(busctl: string, args: readonly string[]): readonly Row[] {
  const manager = "org.freedesktop.systemd1"
  const answer = outputOf([
    busctl,
    "--json=short",
    "call",
    manager,
    "/org/freedesktop/systemd1",
    `${manager}.Manager`,
    ...args,
  ])
  if (answer === undefined) throw new Died("systemd does not answer", 255)
  const { data } = JSON.parse(answer) as { data: [Row[]] }
  return data[0]
}
