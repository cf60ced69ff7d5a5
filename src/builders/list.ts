import { kebabKeys } from "../camel-keys.ts"
import type { Fleet } from "../inventory/fleet.ts"
import type { BuildersListed, ListedBuilder } from "./result.ts"

/** The fleet's builders, complete, sorted by name. */
export function listBuilders({
  builders,
}: Pick<Fleet, "builders">): BuildersListed {
  const names = Object.keys(builders).toSorted()
  return {
    builders: names.map((name) => listedBuilder(builders, name)),
    "exit-code": 0,
  }
}

/** One builder as `--json` shows it. */
export function listedBuilder(
  builders: Fleet["builders"],
  name: string,
): ListedBuilder {
  const builder = builders[name]
  if (builder === undefined) throw new Error(`no builder ${name}`)
  const { hostKey, ...rest } = builder
  const pinned = hostKey === undefined ? {} : { hostKey }
  return kebabKeys({ ...rest, ...pinned, name })
}
