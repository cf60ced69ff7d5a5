import type { Context } from "../context.ts"
import type { Fleet } from "../inventory/fleet.ts"
import { resolveSecret } from "../secret-reference.ts"
import type { Secret } from "../secret.ts"

/** A site that sdops knows more of than files: its pages and its API. */
export type SiteName = "civitai" | "huggingFace"

type Known = {
  readonly base: string
  /** Hosts whose pages are the site's. */
  readonly hosts: RegExp
  readonly name: string
  /** Where a person gets a token. */
  readonly tokens: string
  /** The environment's variable that is looked at without a reference. */
  readonly variable: string
}

export const knownSites: Readonly<Record<SiteName, Known>> = {
  civitai: {
    base: "https://civitai.com",
    hosts: /^(?:www\.|m\.)?civitai\.(?:com|green|red)$/,
    name: "civitai",
    tokens: "https://civitai.com/user/account",
    variable: "CIVITAI_TOKEN",
  },
  huggingFace: {
    base: "https://huggingface.co",
    hosts: /^(?:(?:www\.)?huggingface\.co|hf\.co|hf-mirror\.com)$/,
    name: "Hugging Face",
    tokens: "https://huggingface.co/settings/tokens",
    variable: "HF_TOKEN",
  },
}

/** What a fleet says of the sites. */
export type Sites = Fleet["modelSites"]

const siteNames: readonly SiteName[] = ["civitai", "huggingFace"]

/** The site that a URL leads to; undefined of any other host. */
export function siteOf(url: URL, sites: Sites): SiteName | undefined {
  const host = url.hostname.toLowerCase().replace(/\.$/, "")
  return siteNames.find((name) => {
    const mirror = mirrorOf(name, sites)
    const mirrored =
      mirror !== undefined && `${url.href}/`.startsWith(`${mirror}/`)
    return mirrored || knownSites[name].hosts.test(host)
  })
}

/** Where the site's pages and API are asked for, without a slash at its end. */
export function baseOf(name: SiteName, sites: Sites): string {
  return mirrorOf(name, sites) ?? knownSites[name].base
}

/** The path of a site's URL, whether it is the mirror's or its own. */
export function pathOn(url: URL, name: SiteName, sites: Sites): string {
  const mirror = mirrorOf(name, sites)
  const prefix =
    mirror !== undefined && `${url.href}/`.startsWith(`${mirror}/`)
      ? new URL(mirror).pathname.replace(/\/$/, "")
      : ""
  return url.pathname.slice(prefix.length)
}

/** A URL of the site as this fleet asks for it: from its mirror, if any. */
export function asked(url: string, sites: Sites): string {
  const parsed = new URL(url)
  const name = siteOf(parsed, sites)
  if (name === undefined) return url
  const path = pathOn(parsed, name, sites)
  return `${baseOf(name, sites)}${path}${parsed.search}`
}

type Credentials = {
  readonly sites: Sites
  /** A reference from the command line; it stands over all others. */
  readonly token?: string | undefined
}

/**
 * The token for a site, or for a URL's host without a name; undefined: none.
 * The variable of the environment isn't sent to a mirror, which is somebody
 * else. Errors: `secretMissing`.
 */
export async function tokenFor(
  name: SiteName | undefined,
  { sites, token }: Credentials,
  context: Pick<Context<never>, "environment" | "limits" | "signal">,
): Promise<Secret | undefined> {
  const reference =
    token ?? declared(name, sites) ?? usual(name, sites, context)
  return reference === undefined ? undefined : resolveSecret(reference, context)
}

function declared(name: SiteName | undefined, sites: Sites) {
  return name === undefined ? undefined : sites[name]?.token
}

function usual(
  name: SiteName | undefined,
  sites: Sites,
  { environment }: Pick<Context<never>, "environment">,
): string | undefined {
  if (name === undefined || mirrorOf(name, sites) !== undefined)
    return undefined
  const { variable } = knownSites[name]
  return environment[variable] ? `env:${variable}` : undefined
}

function mirrorOf(name: SiteName, sites: Sites): string | undefined {
  return sites[name]?.mirror
}
