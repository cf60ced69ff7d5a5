import type { Unit } from "./unit-file.ts"

/** How systemd sees a unit that isn't plainly inactive. */
export type ActiveUnit = {
  readonly state: string
  readonly substate: string
}

/** One of systemd's units, with what both systems' files say of it. */
export type UnitFacts = {
  readonly name: string
  readonly state: string
  /** Name without the ending, and without the instance for a template's. */
  readonly stem: string
  /** The running system's; absent: not one of NixOS's units. */
  readonly current: Unit | "absent"
  readonly next: Unit | "absent" | "masked"
}

export type Facts = {
  readonly active: ReadonlyMap<string, ActiveUnit>
  /** Whether a socket of that name is in the new system. */
  readonly hasNext: (unit: string) => boolean
  readonly units: readonly UnitFacts[]
}
