import { camelKeys } from "../camel-keys.ts"
import table from "../../nix/data/public-caches.json" with { type: "json" }
import { plainUrl } from "../nix/plain-url.ts"

/** A line of the table of public caches. */
type Known = {
  readonly key: string
  readonly movedTo?: string
  readonly note: string
  readonly url: string
}

/** The public cache of a URL; undefined for any other. Asks nobody. */
export function known(url: string): Known | undefined {
  const caches: readonly Known[] = table.caches.map(camelKeys)
  return caches.find((cache) => cache.url === plainUrl(url))
}

/** What is known of a cache, and what to use instead of a dead one. */
export function noteOn(url: string): { readonly note?: string } {
  const found = known(url)
  if (found === undefined) return {}
  const { movedTo: instead, note } = found
  return { note: instead === undefined ? note : `${note}; use ${instead}` }
}
