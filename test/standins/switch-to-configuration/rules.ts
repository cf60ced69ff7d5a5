import type { Unit } from "./unit-file.ts"

export type Difference = "none" | "reload" | "restart"

/** What the two programs decide differently. */
export type Rules = {
  compareUnits(current: Unit, next: Unit): Difference
  /** A socket that comes with the new system starts its service. */
  readonly awaitsSockets: boolean
  /** The socket of a service that names none. */
  socketOf(stem: string): string
  /** The automount unit is stopped instead of the mount. */
  readonly stopsAutomounts: boolean
  /** Units that never change hands, whatever their files say. */
  readonly untouched: readonly string[]
}
