import { compiles } from "./compiles.ts"
import type { Derivation } from "./derivation.ts"
import { parseStorePath } from "./store-path.ts"

/** A line of nix/data/heavy-packages.json. */
export type HeavyPackage = {
  /** The derivation's name without interpreter and version. */
  readonly name: string
  /** Roughly, to compile on 4 cores. */
  readonly hours: number
}

export type HeavyBuild = HeavyPackage & {
  readonly drv: string
  readonly version: string | undefined
}

/**
 * Which of the derivations that would be built are heavy, the longest first:
 * by name, and not if it is known that nothing is compiled. One that wasn't
 * read counts by its name alone, where sources, patches and such
 * (`torch-2.9.1.tar.gz`) aren't compiled.
 */
export function heavyBuilds(
  toBeBuilt: readonly string[],
  table: readonly HeavyPackage[],
  read: readonly Derivation[] = [],
): HeavyBuild[] {
  const hoursOf = new Map(table.map(({ hours, name }) => [name, hours]))
  const light = new Set(
    read.filter((one) => !compiles(one)).map(({ drv }) => drv),
  )
  return toBeBuilt
    .flatMap((drv): HeavyBuild[] => {
      const { pname, version } = parseStorePath(drv)
      const hours = hoursOf.get(pname.toLowerCase())
      if (hours === undefined || notCompiled.test(version ?? "")) return []
      return light.has(drv) ? [] : [{ drv, hours, name: pname, version }]
    })
    .toSorted((a, b) => b.hours - a.hours || (a.name < b.name ? -1 : 1))
}

/** Ends of derivation names that only fetch, unpack or describe. */
const notCompiled =
  /(\.(diff|gz|json|patch|tar|whl|xz|zip)|-(config|doc|man|source|src|vendor))$/
