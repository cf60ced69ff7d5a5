import { pageOf } from "../inventory/schema/page.ts"
import { secretInUrl, withoutUrlSecrets } from "../secret-in-url.ts"
import { airReference } from "./air.ts"
import { civitaiReference } from "./civitai/reference.ts"
import { huggingFaceReference } from "./hugging-face/reference.ts"
import { type Reference, unfit } from "./reference.ts"
import { pathOn, siteOf, type Sites } from "./site.ts"

/**
 * Reads a page's address, a download's, an AIR name or a file's URL, with or
 * without https:// before it. Asks nobody.
 */
export function readReference(written: string, sites: Sites): Reference {
  const text = written.trim().replace(/^<(.*)>$/, "$1")
  if (text === "") return unfit("it is empty")
  const air = airReference(text)
  if (air !== undefined) return air
  const url = urlOf(text)
  if (url === undefined) {
    return unfit("it is neither an http or https URL nor an AIR name")
  }
  const site = siteOf(url, sites)
  if (site === "civitai") {
    // A token that was pasted along goes no further.
    return civitaiReference(pathOn(url, site, sites), url.searchParams)
  }
  if (site === "huggingFace") {
    return huggingFaceReference(pathOn(url, site, sites))
  }
  const secret = secretInUrl(url.href)
  if (secret !== undefined) {
    return unfit(`it has ${secret}, which would be written down; use --token`)
  }
  const page = pageOf(url.href)
  if (page === undefined) return { is: "file", url: url.href }
  if (page.file !== undefined) return { is: "file", url: page.file }
  return unfit(`it is a page of ${page.site}, not a file`)
}

function urlOf(text: string): URL | undefined {
  const hf = /^hf:\/\/(?<rest>\S+)$/i.exec(text)?.groups?.["rest"]
  const whole =
    hf === undefined ? withScheme(text) : `https://huggingface.co/${fromHf(hf)}`
  if (/\s/.test(whole) || !URL.canParse(whole)) return undefined
  const url = new URL(whole)
  url.hash = ""
  return /^https?:$/.test(url.protocol) ? url : undefined
}

function withScheme(text: string): string {
  if (/^[a-z][a-z0-9+.-]*:/i.test(text)) return text
  // A path without a host, such as org/repo, is nobody's.
  return /^(?:[\w-]+\.)+[a-z]{2,}(?:[/?#]|$)/i.test(text)
    ? `https://${text}`
    : text
}

/** `org/repo@rev/path`, as fsspec writes it; datasets have one part more. */
function fromHf(rest: string): string {
  const parts =
    /^(?<repository>(?:(?:datasets|spaces)\/)?[^/@]+\/[^/@]+)(?:@(?<revision>[^/]+))?(?:\/(?<path>.+))?$/.exec(
      rest,
    )?.groups
  const { path, repository, revision = "main" } = parts ?? {}
  if (repository === undefined) return rest
  const at = `${repository}/${path === undefined ? "tree" : "resolve"}`
  return `${at}/${revision}${path === undefined ? "" : `/${path}`}`
}

/** As it may be shown: without what a URL has of secrets. */
export function shownReference(written: string): string {
  return withoutUrlSecrets(written.trim())
}
