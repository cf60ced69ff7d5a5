import { basename, dirname, resolve } from "node:path"
import { isFailure } from "../errors/sdops-error.ts"
import type { Fleet } from "../inventory/fleet.ts"
import { loadFleet } from "../inventory/load.ts"

/** The fleet that a host is added to, or the folder where one is to begin. */
export type FleetPlace = {
  readonly root: string
  readonly fleet: Fleet | undefined
}

/**
 * The fleet as every command finds it; without one, the folder that was named
 * or that we are in. Errors: `badInventory`.
 */
export async function fleetPlace(
  input: { readonly fleet: string | undefined; readonly from: string },
  context: { readonly environment: NodeJS.ProcessEnv },
): Promise<FleetPlace> {
  try {
    const fleet = await loadFleet(input, context)
    return { fleet, root: fleet.root }
  } catch (error) {
    if (!isFailure(error, "noFleet")) throw error
    const said = input.fleet ?? context.environment["SDOPS_FLEET"] ?? ""
    const path = resolve(input.from, said)
    if (basename(path) === "fleet.yaml")
      return { fleet: undefined, root: dirname(dirname(path)) }
    const root = basename(path) === "hosts" ? dirname(path) : path
    return { fleet: undefined, root }
  }
}
