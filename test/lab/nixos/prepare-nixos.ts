import { type Layers, markUsed } from "../base/base.ts"
import { optionsLayer } from "../base/options-layer.ts"
import { packagesLayer } from "../base/packages-layer.ts"
import { locked } from "../lock.ts"
import type { Lab } from "../settings.ts"
import type { Mount } from "../up.ts"
import { nixosLayer } from "./nixos-layer.ts"
import { nixosPackages } from "./packages.ts"

export type NixosBase = {
  readonly layers: Layers
  /** Where the links of packages lead. */
  readonly mounts: readonly Mount[]
}

/**
 * Makes what all hosts that are NixOS share, where it isn't there yet: some
 * five minutes from nothing, three when the tree or the overlay changed.
 */
export async function prepareNixos(lab: Lab, tree: string): Promise<NixosBase> {
  const lower = await locked(lab, "base", async () => {
    const options = await optionsLayer(lab)
    const packages = await packagesLayer(lab, nixosPackages)
    // Else they are as old as their tarball, and go while a host is made.
    await markUsed([options, packages])
    return { options, packages }
  })
  const system = await locked(lab, "nixos", () => nixosLayer(lab, lower, tree))
  return {
    layers: [lower.options, system, lower.packages],
    mounts: [{ from: lower.packages, to: "/debian" }],
  }
}
