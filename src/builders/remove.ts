import type { Context } from "../context.ts"
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
  context: Pick<Context<never>, "limits" | "signal">,
): Promise<BuilderRemoved> {
  requireBuilder(fleet, name)
  await editFleet(
    fleet,
    (now) => {
      requireBuilder(now, name)
      return [{ do: "remove", path: ["builders", name] }]
    },
    context,
  )
  return { "exit-code": 0, removed: name }
}
