import type { BuildEvent } from "./build-events.ts"
import { nameOf } from "../store-path.ts"

/** Where everything that a build brought to a store came from. */
export type Provenance = {
  readonly built: readonly {
    readonly drv: string
    readonly name: string
    /** A store URI; empty where Nix itself runs. */
    readonly machine: string
  }[]
  readonly fetched: readonly {
    readonly path: string
    readonly name: string
    /** A cache's URL. */
    readonly from: string
  }[]
}

/**
 * Collects it from a build's events, each derivation and path once and sorted
 * by name. What a builder fetches for itself is not ours.
 */
export function provenanceReader(): {
  readonly event: (event: BuildEvent) => void
  readonly read: () => Provenance
} {
  const built = new Map<string, string>()
  const fetched = new Map<string, string>()
  return {
    event(event) {
      if (event.build === "building") built.set(event.drv, event.machine)
      if (event.build !== "fetching" || event.there) return
      // A path that one cache broke off is asked of the next.
      fetched.set(event.path, event.from)
    },
    read: () => ({
      built: [...built]
        .map(([drv, machine]) => ({ drv, machine, name: nameOf(drv) }))
        .toSorted(byName),
      fetched: [...fetched]
        .map(([path, from]) => ({ from, name: nameOf(path), path }))
        .toSorted(byName),
    }),
  }
}

function byName(a: { readonly name: string }, b: { readonly name: string }) {
  return a.name < b.name ? -1 : a.name > b.name ? 1 : 0
}
