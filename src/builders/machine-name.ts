import type { Fleet } from "../inventory/fleet.ts"
import { uriOf } from "./machine.ts"

/**
 * What the fleet calls a machine of Nix's log: a builder's name, or `host` for
 * where Nix itself runs, or the URI of one that it doesn't know.
 */
export function machineName(
  machine: string,
  { builders }: Pick<Fleet, "builders">,
): string {
  if (machine === "") return "host"
  // Nix may add parameters.
  const [uri] = machine.split("?")
  const known = Object.entries(builders).find(
    ([name, builder]) => uriOf({ ...builder, name }) === uri,
  )
  return known?.[0] ?? machine
}
