import { compiles } from "../../src/nix/compiles.ts"
import type { Derivation } from "../../src/nix/derivation.ts"
import { parseStorePath } from "../../src/nix/store-path.ts"

/** What a cache of nixpkgs' own job sets lacks for a host, by name, sorted. */
export type Lacks = {
  /** Of what sdops adds: what is compiled. */
  readonly compiled: readonly string[]
  /** NVIDIA's driver, which those job sets leave out. */
  readonly driver: readonly string[]
}

/** What is NVIDIA's driver, as extended regular expressions have it, too. */
export const ofDriver =
  /^(fabricmanager|nvidia-(dc|kernel-modules|open|persistenced|settings|x11))/

/** Of a system's derivations, what those job sets lack, or may lack. */
export function lacksOf(all: readonly Derivation[]): Lacks {
  const driver = all.filter(({ name }) => ofDriver.test(name))
  const added = all.filter((one) => !driver.includes(one))
  return { compiled: namesOf(added), driver: namesOf(driver) }
}

function namesOf(derivations: readonly Derivation[]): readonly string[] {
  const names = derivations
    .filter(compiles)
    .map(({ drv }) => parseStorePath(drv).pname)
  return [...new Set(names)].toSorted()
}
