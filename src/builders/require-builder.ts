import { fail } from "../errors/fail.ts"
import type { Fleet } from "../inventory/fleet.ts"
import { nearest } from "../inventory/read/nearest.ts"

/** Errors: `unknownBuilder` for a name that no builder has. */
export function requireBuilder(
  { builders }: Pick<Fleet, "builders">,
  name: string,
): void {
  const known = Object.keys(builders).toSorted()
  if (known.includes(name)) return
  throw fail("unknownBuilder", { known, meant: nearest(name, known), name })
}
