import { type NixSettings, parseNixSettings } from "../host-settings.ts"
import type { Trusting } from "../cache/coverage.ts"

/** What the Nix that builds does with caches, and by itself. */
export type Site = Trusting & {
  readonly always: boolean
  /** URLs of the caches that it asks. */
  readonly caches: readonly string[]
  /** Those of ours that it doesn't listen to. */
  readonly ignored: readonly string[]
} & Pick<NixSettings, "builds" | "ownBuilders" | "systems">

/**
 * Reads the settings of the machine that builds. In: what `nix config show`
 * says with ours; and without, where Nix there doesn't trust who builds: it
 * warns then, leaves out what is restricted, and builds without it. Source: nix
 * src/libstore/daemon.cc, ClientSettings::apply.
 */
export function siteOf(text: string, own: string | undefined): Site {
  const ours = parseNixSettings(text)
  const theirs = own === undefined ? ours : parseNixSettings(own)
  const wanted = ours?.substituters ?? []
  const known = [
    ...(theirs?.substituters ?? []),
    ...(theirs?.trustedSubstituters ?? []),
  ].map(bare)
  const caches = wanted.filter((url) => known.includes(bare(url)))
  return {
    always: ours?.always ?? false,
    builds: theirs?.builds ?? true,
    caches,
    ignored: wanted.filter((url) => !caches.includes(url)),
    ownBuilders: theirs?.ownBuilders ?? false,
    systems: theirs?.systems ?? [],
    ...trustingOf(theirs),
  }
}

function trustingOf(settings: NixSettings | undefined): Trusting {
  return {
    keys: settings?.keys ?? [],
    requireSigs: settings?.signed ?? true,
  }
}

/** Nix compares settings by text, but for a slash at the end. */
function bare(url: string): string {
  return url.replace(/\/$/, "")
}
