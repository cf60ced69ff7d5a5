import type { Fleet } from "../inventory/fleet.ts"
import { editFleet } from "../inventory/edit/edit-fleet.ts"
import { requireBuilder } from "./require-builder.ts"
import type { BuilderRemoved } from "./result.ts"

/**
 * Takes a builder out of `hosts/fleet.yaml`. Errors: `unknownBuilder`,
 * `badInventory` when a host still names it, `notEditable`.
 */
export async function removeBuilder(
  fleet: Fleet,
  name: string,
): Promise<BuilderRemoved> {
  requireBuilder(fleet, name)
  await editFleet(fleet, [{ do: "remove", path: ["builders", name] }])
  return { "exit-code": 0, removed: name }
}
