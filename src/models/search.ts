import type { Context } from "../context.ts"
import type { Secret } from "../secret.ts"
import type { ModelEvent } from "./event.ts"
import type { SiteContext } from "./http/ask.ts"
import { shownReference } from "./read-reference.ts"
import { type SiteName, type Sites, tokenFor } from "./site.ts"

/** What looking a model up needs besides its address. */
export type Search = {
  /** The command line for another address. */
  readonly again: (url: string) => string
  readonly context: SiteContext
  /** What was written, as it may be shown. */
  readonly shown: string
  readonly sites: Sites
  readonly token: (site: SiteName | undefined) => Promise<Secret | undefined>
}

type Said = {
  readonly again: (url: string) => string
  /** A reference. */
  readonly token?: string | undefined
}

/** A search for what was written; each token is read once. */
export function searchFor(
  written: string,
  sites: Sites,
  { again, token }: Said,
  context: Context<ModelEvent>,
): Search {
  const tokens = new Map<string, Promise<Secret | undefined>>()
  return {
    again,
    context: {
      limits: context.limits,
      note: (text) => context.emit({ event: "note", text }),
      signal: context.signal,
    },
    shown: shownReference(written),
    sites,
    token: (site) => {
      const key = site ?? ""
      const known = tokens.get(key) ?? tokenFor(site, { sites, token }, context)
      tokens.set(key, known)
      return known
    },
  }
}
