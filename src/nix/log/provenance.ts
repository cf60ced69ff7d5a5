import type { BuildEvent } from "./build-events.ts"
import { nameOf } from "../store-path.ts"

/** Where everything that a build brought to a store came from. */
export type Provenance = {
  readonly built: readonly {
    readonly drv: string
    readonly name: string
    /** A store URI; empty where Nix itself runs. */
    readonly machine: string
    /** As it was followed; undefined where its end wasn't seen. */
    readonly seconds: number | undefined
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
export function provenanceReader(
  /** Seconds, monotonic. */
  now: () => number,
): {
  readonly event: (event: BuildEvent) => void
  readonly read: () => Provenance
} {
  type Run = { machine: string; began: number; seconds: number | undefined }
  const built = new Map<string, Run>()
  const fetched = new Map<string, string>()
  return {
    event(event) {
      if (event.build === "building") {
        const { drv, machine } = event
        built.set(drv, { began: now(), machine, seconds: undefined })
      }
      if (event.build === "ended") {
        const run = built.get(event.drv)
        if (run !== undefined) run.seconds = now() - run.began
      }
      if (event.build !== "fetching" || event.there) return
      // A path that one cache broke off is asked of the next.
      fetched.set(event.path, event.from)
    },
    read: () => ({
      built: [...built]
        .map(([drv, { machine, seconds }]) => ({
          drv,
          machine,
          name: nameOf(drv),
          seconds,
        }))
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
